import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { Noticed } from './noticed.ts';

/** What the objects of a fresh list mean. */
export type ListMeaning =
  /** They are what has been published already, or never will be: remembered, and nothing said. */
  | { readonly as: 'baseline' }
  /** They were there at a first start, or after a gap: `listed`, and those only that are newer than a version, if one is given. */
  | { readonly as: 'listed'; readonly newerThan?: string }
  /** Whatever differs from what is remembered happened in between. */
  | { readonly as: 'comparison' };

/**
 * The last published states of the objects of one resource, redacted, as bytes; and what each word of the server makes of them.
 * What it answers is to be appended to the outbox in this order.
 */
export interface ResourceStates {
  readonly size: number;
  applied(object: KubeObject): readonly Noticed[];
  deleted(object: KubeObject): readonly Noticed[];
  replaced(objects: Iterable<KubeObject>, version: string, meaning: ListMeaning): Iterable<Noticed>;
  /** What is in these namespaces is not followed any more: deleted, to the reader. */
  namespaceLeft(namespace: string): readonly Noticed[];
}
