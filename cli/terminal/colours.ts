import type { CommandInvocation } from '../invocation.ts';

/** Colours are for people: on a terminal that has them, unless NO_COLOR says otherwise. */
export const coloursOf = ({ env, stdout }: Pick<CommandInvocation, 'env' | 'stdout'>): boolean =>
  stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';

/** What colours fade into: the background of the terminal, which some tell in COLORFGBG (`15;0`); most are dark. */
export type Ground = 'dark' | 'light' | 'without colours';

export const groundOf = (invocation: Pick<CommandInvocation, 'env' | 'stdout'>): Ground =>
  !coloursOf(invocation) ? 'without colours' : /;(7|15)$/.test(invocation.env['COLORFGBG'] ?? '') ? 'light' : 'dark';
