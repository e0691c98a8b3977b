import { matchesGlob } from './glob.ts';

/** A resource as a user names it: `deployments.apps`, `pods` of the core group, `*.batch`, `*` for all. */
export interface ResourceWord {
  readonly word: string;
  /** Does it name one resource? Then one can say that the cluster lacks it. */
  readonly literal: boolean;
  matches(resource: { readonly group: string; readonly plural: string }): boolean;
}

const WORD = /^[a-z0-9*-]+(\.[a-z0-9*-]+)*$/;

/** Why a word names no resource, as the end of a sentence. */
export const resourceWordProblem = (word: string): string | undefined =>
  WORD.test(word) ? undefined : 'does not name resources: write deployments.apps, pods, *.batch or *';

/** Of a word that `resourceWordProblem` finds nothing wrong with. */
export function resourceWord(word: string): ResourceWord {
  const dot = word.indexOf('.');
  const [plural, group] = dot < 0 ? [word, word === '*' ? '*' : ''] : [word.slice(0, dot), word.slice(dot + 1)];
  return {
    word,
    literal: !word.includes('*'),
    matches: (resource) => matchesGlob(plural, resource.plural) && matchesGlob(group, resource.group),
  };
}
