import type { StateText } from '../../../events/resource-change.ts';
import type { ChangeRule } from '../rules/change-rule.ts';

/** What is kept of an object: what has been published of it, and what it takes to tell what is new. */
export interface Remembered {
  readonly uid: string;
  /** The last version that was seen, published or not. */
  readonly version: string;
  /** As it was published last. */
  readonly state: StateText;
  /** Digests of what is not in the state, packed; undefined where another process made them. */
  readonly hidden: string | undefined;
  readonly rule: ChangeRule;
}

/** Hundreds of thousands may be kept: one text each is smaller than a Map. */
export const packDigests = (digests: ReadonlyMap<string, string>): string => (digests.size === 0 ? '' : JSON.stringify([...digests]));

/** What `packDigests` wrote. */
export const unpackDigests = (packed: string): ReadonlyMap<string, string> =>
  new Map(packed === '' ? [] : (JSON.parse(packed) as readonly (readonly [string, string])[]));
