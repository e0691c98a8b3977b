import { pointersOf, type Pointers } from './pointers.ts';

/** The ones that a rule can choose. */
export const CHOSEN_TYPES = ['created', 'updated', 'deleted'] as const;
export type ChosenType = (typeof CHOSEN_TYPES)[number];

/** How much of an object is published. `reference`: what it takes to find it. `drop`: nothing, not even that it changed. */
export const MODES = ['full', 'metadata', 'reference', 'drop'] as const;
export type PublishedMode = (typeof MODES)[number];

/** What is published of the objects that it matches, and which of their changes. */
export interface ChangeRule {
  readonly mode: PublishedMode;
  readonly types: ReadonlySet<ChosenType>;
  /** Differences here are none; the resourceVersion always is among them. */
  readonly ignore: Pointers | undefined;
  /** Values that are replaced, beside those that always are. */
  readonly redact: Pointers | undefined;
  /** The values of Secrets go out as they are. */
  readonly clearSecrets: boolean;
  /** How many of the updates: 1 is all of them. */
  readonly sample: number;
  /** Does an update say what was there before? */
  readonly withThen: boolean;
}

export const ALWAYS_IGNORED = ['/metadata/resourceVersion'];

/** What holds where no rule matches. */
export const WITHOUT_RULE: ChangeRule = {
  mode: 'full',
  types: new Set(CHOSEN_TYPES),
  ignore: pointersOf(ALWAYS_IGNORED),
  redact: undefined,
  clearSecrets: false,
  sample: 1,
  withThen: true,
};
