import type { Mistake } from '../realm.ts';

/** For a reader: how many mistakes there are, then one a line, where it is, what it is, what to do. */
export const renderMistakes = (realm: string, mistakes: readonly Mistake[]): string =>
  [
    `realm "${realm}" has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}; nothing is written:`,
    ...mistakes.map(({ where, what, remedy }) => `  ${where}: ${what}: ${remedy}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
