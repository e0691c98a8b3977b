import type { ChangedObject, ChangedResource } from './resource-change.ts';

/** What is put on a bus: a change in one of the formats. */
export interface Message {
  /** The same for the same change, always: brokers and consumers tell duplicates by it. */
  readonly id: string;
  /** Messages of one key keep their order. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** CloudEvents attributes of a message in binary mode, by their plain names (`type`, `partitionkey`); each bus gives them its prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  /** For buses that route by what it is about. */
  readonly about: { readonly resource: ChangedResource; readonly object: ChangedObject };
}
