import type { Invocation } from './invocation.ts';

/** Colours are for people: on a terminal that has them, unless NO_COLOR says otherwise. */
export const coloursOf = ({ env, stdout }: Pick<Invocation, 'env' | 'stdout'>): boolean => stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
