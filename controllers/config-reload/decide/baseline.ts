import type { Content } from '../seen/content.ts';
import { isAfter, type Moment } from '../seen/moment.ts';
import type { Source } from '../seen/source.ts';

/** What a source was from some moment on. */
export interface PastSource extends Moment {
  readonly source: Source;
  /** States that came after it, before the next one that is known, are forgotten. */
  readonly isLastOfMany?: true;
}

/** A write of a pod template that this process saw. */
export interface TemplateMoment extends Moment {
  /** Not by this controller, nor has it written a record since. */
  readonly byOthers: boolean;
}

/** When the pod template of a workload was last written: pods of now were made from then on. */
export interface TemplateAge {
  /** Where this process saw it happen. */
  readonly moment?: TemplateMoment;
  /** Otherwise, to the second, in ms since 1970; undefined where it is not known, or not to be gone by. */
  readonly writtenAt?: number;
}

/** The content that pods can have been started with; `older`: one that is over and of which nothing is known. */
export type Baseline = Content | 'older';

/**
 * What the pods have of a source of which no record tells: its content when their template was written. Where this process
 * has seen both, their versions tell, to the write. Otherwise the times of writing do, to the second; `rollsUnsure` says
 * what becomes of one second for both: what is there is taken for what they have, or not.
 */
export function baselineOf(
  { moment, writtenAt }: TemplateAge,
  present: Source,
  past: readonly PastSource[],
  rollsUnsure: boolean,
): Baseline {
  const seen = moment === undefined ? undefined : past.findLast((state) => !isAfter(state, moment));
  if (seen !== undefined) return seen.source.content;
  // It came later, and pods waited for it; or one of the two was there before this process.
  const earlier = writtenAt === undefined ? undefined : past.findLast(({ source }) => (source.dataWrittenAt ?? writtenAt) < writtenAt);
  const { dataWrittenAt, createdAt, content } = (earlier ?? past[0])?.source ?? present;
  if (dataWrittenAt === undefined || writtenAt === undefined || createdAt === undefined) return content;
  const isOlder = dataWrittenAt > Math.max(writtenAt, createdAt);
  return isOlder || (rollsUnsure && dataWrittenAt === writtenAt) ? 'older' : content;
}

/**
 * What pods were given by somebody else who had them recreated, whatever a record of before says: one who deploys takes what is
 * there. Undefined where nobody else did, or it is not known.
 */
export function givenByOthers({ moment }: TemplateAge, past: readonly PastSource[]): Content | undefined {
  if (moment?.byOthers !== true) return undefined;
  const state = past.findLast((each) => !isAfter(each, moment));
  return state?.isLastOfMany ? undefined : state?.source.content;
}

/**
 * Was the template written before the source became what it is? Then its pods have another content, whatever marker stands there:
 * with an undone rollout an earlier one comes back. Where nobody can tell, false; `isOver`: it is known that theirs is over.
 */
export function isBefore({ moment, writtenAt }: TemplateAge, past: readonly PastSource[], isOver: boolean): boolean {
  const present = past.at(-1)?.source.content.marker;
  const since = past.findLastIndex(({ source }) => source.content.marker !== present) + 1;
  const became = past[since];
  if (became === undefined) return isOver;
  if (moment !== undefined) return isAfter(became, moment);
  const { dataWrittenAt } = became.source;
  return isOver || (since > 0 && dataWrittenAt !== undefined && writtenAt !== undefined && dataWrittenAt > writtenAt);
}

/** What it was before it came to concern a workload: that it did not then is `isOut`'s to say. Undefined where nobody saw that. */
export const lastOut = (past: readonly PastSource[], isOut: (source: Source) => boolean): Content | undefined =>
  past.findLast(({ source }) => isOut(source))?.source.content;
