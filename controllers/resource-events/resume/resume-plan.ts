import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { ListMeaning } from '../change/resource-states.ts';

/** How a resource was resumed, for `resumed_total`. */
export type ResumedHow = 'watch' | 'compare' | 'stored' | 'gap' | 'first';

/** What to ask the server next. */
export type ResumeQuestion =
  /** The state as it was: LIST with resourceVersionMatch=Exact. */
  | { readonly ask: 'list as it was'; readonly version: string }
  /** What changed since; the watch goes on when it is done. */
  | { readonly ask: 'watch'; readonly version: string }
  | { readonly ask: 'list' };

/** What it answered. */
export type ResumeAnswer =
  | { readonly answer: 'list'; readonly version: string; readonly objects: readonly KubeObject[] }
  | { readonly answer: 'watching' }
  | { readonly answer: 'expired' | 'too large' | 'not understood' };

/** What to do with what was answered, in this order, and what then. */
export interface ResumeStep {
  /** Nobody can tell what happened: to be said before the list is written. */
  readonly gap: boolean;
  /** To be written into the states. */
  readonly write?: { readonly objects: readonly KubeObject[]; readonly version: string; readonly meaning: ListMeaning };
  readonly next: ResumeQuestion | { readonly done: ResumedHow; readonly version: string };
}
