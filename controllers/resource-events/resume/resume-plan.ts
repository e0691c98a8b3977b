import { compareVersions } from '../../../kube/follow/version.ts';
import type { ListMeaning } from '../change/resource-states.ts';

/** How a resource was resumed, for `resumed_total`. */
export type ResumedHow = 'watch' | 'compare' | 'stored' | 'gap' | 'first';

/** What is known of a resource at a start. */
export interface ResumeFrom {
  /** Up to which version all is published, as the checkpoint says. */
  readonly checkpoint?: string;
  /** Which version the states belong to that the state dir has. */
  readonly stored?: string;
  /** What is there at a first start is not published. */
  readonly silentFirst: boolean;
  /** After a gap only what is newer than the checkpoint is listed: for a format that has no word for a gap. */
  readonly listsNewerOnly: boolean;
}

/** What to ask the server next. */
export type ResumeQuestion =
  /** The state as it was: LIST with resourceVersionMatch=Exact. */
  | { readonly ask: 'list as it was'; readonly version: string }
  /** What has changed since; where it can be had, all is done, and the watch goes on. */
  | { readonly ask: 'watch'; readonly version: string; readonly how: 'watch' | 'stored' }
  | { readonly ask: 'list'; readonly how: 'first' | 'compare' | 'stored' | 'gap' };

/** What it answered. Any other failure says nothing: the same question again, later. */
export type ResumeAnswer =
  | { readonly answer: 'list'; readonly version: string }
  | { readonly answer: 'watching' }
  /** 410; 504 Too large resource version; or a server that cannot do what it was asked. */
  | { readonly answer: 'expired' | 'too large' | 'not understood' };

/** What to do, in this order. */
export interface ResumeStep {
  /** The states of the state dir are to be restored. */
  readonly restore?: true;
  /** Nobody can tell what happened until now: it is to be said. */
  readonly gap?: true;
  /** The list that was answered is to be written into the states. */
  readonly write?: ListMeaning;
  /** Either the next question, or where the watch begins. */
  readonly next: ResumeQuestion | { readonly done: ResumedHow; readonly version: string };
}

export function beginResume({ checkpoint, stored }: ResumeFrom): ResumeStep {
  const storedIsNewer = stored !== undefined && (checkpoint === undefined || (compareVersions(stored, checkpoint) ?? -1) >= 0);
  if (storedIsNewer) return { restore: true, next: { ask: 'watch', version: stored, how: 'stored' } };
  if (checkpoint === undefined) return { next: { ask: 'list', how: 'first' } };
  return { next: { ask: 'list as it was', version: checkpoint } };
}

export function resumeStep(from: ResumeFrom, question: ResumeQuestion, answer: ResumeAnswer): ResumeStep {
  switch (question.ask) {
    case 'list as it was':
      return afterListAsItWas(from, question.version, answer);
    case 'watch':
      return afterWatch(question, answer);
    case 'list':
      return answer.answer === 'list' ? afterList(from, question.how, answer.version) : { next: question };
  }
}

function afterListAsItWas(from: ResumeFrom, wanted: string, answer: ResumeAnswer): ResumeStep {
  if (answer.answer === 'list') {
    if (answer.version === wanted) return { write: { as: 'baseline' }, next: { ask: 'watch', version: wanted, how: 'watch' } };
    return afterList(from, 'gap', answer.version); // it does not know Exact: this is what is there now
  }
  if (from.stored !== undefined && answer.answer !== 'too large') return { restore: true, next: { ask: 'list', how: 'stored' } };
  return { next: { ask: 'list', how: 'gap' } };
}

function afterWatch({ version, how }: Extract<ResumeQuestion, { ask: 'watch' }>, { answer }: ResumeAnswer): ResumeStep {
  if (answer === 'watching') return { next: { done: how, version } };
  // A version that the server has not reached yet: it was restored from a backup, and its versions mean something else now.
  if (answer === 'too large') return { next: { ask: 'list', how: 'gap' } };
  return { next: { ask: 'list', how: how === 'stored' ? 'stored' : 'compare' } };
}

function afterList(
  { checkpoint, silentFirst, listsNewerOnly }: ResumeFrom,
  how: Exclude<ResumedHow, 'watch'>,
  version: string,
): ResumeStep {
  const next = { done: how, version };
  switch (how) {
    case 'first':
      return { write: silentFirst ? { as: 'baseline' } : { as: 'listed' }, next };
    case 'compare':
    case 'stored':
      return { write: { as: 'comparison' }, next };
    case 'gap': {
      const comparable = checkpoint !== undefined && (compareVersions(version, checkpoint) ?? -1) >= 0;
      return { gap: true, write: listsNewerOnly && comparable ? { as: 'listed', newerThan: checkpoint } : { as: 'listed' }, next };
    }
  }
}
