import type { ChangedObject, ResourceChange } from '../../../events/resource-change.ts';

/** Why a change that the server told us of is not published. */
export type IgnoredReason =
  /** The object is known in this version. */
  | 'same version'
  /** Nothing differs but what nobody looks at. */
  | 'no difference'
  /** A rule has it left out: by its mode, its events, its sample. */
  | 'dropped'
  | 'event type'
  | 'sampled'
  /** The agent's own Lease, checkpoint or Event. */
  | 'own';

/** What became of one thing that the server said of an object. */
export type Noticed =
  | { readonly what: 'change'; readonly change: ResourceChange }
  | { readonly what: 'ignored'; readonly reason: IgnoredReason }
  /** It could not be redacted, so that nothing of it may go out. `why` quotes nothing of it. */
  | { readonly what: 'refused'; readonly object: ChangedObject; readonly why: string };
