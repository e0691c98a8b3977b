import type { Content } from '../seen/content.ts';
import { isAfter, type Moment } from '../seen/moment.ts';
import type { Source } from '../seen/source.ts';

/** What a source was from some moment on. */
export interface PastSource extends Moment {
  readonly source: Source;
}

/** When the pod template of a workload was last written: pods of now were made from then on. */
export interface TemplateAge {
  /** Where this process saw it happen. */
  readonly moment?: Moment;
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

/** What it was before it came to concern a workload: that it did not then is `isOut`'s to say. Undefined where nobody saw that. */
export const lastOut = (past: readonly PastSource[], isOut: (source: Source) => boolean): Content | undefined =>
  past.findLast(({ source }) => isOut(source))?.source.content;
