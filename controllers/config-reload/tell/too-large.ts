import { ApiError } from '../../../kube/errors/api-error.ts';
import { KINDS } from '../seen/kinds.ts';
import type { AppliedRecord } from '../seen/record.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';

/** All annotations of an object together may have 256 KiB. A second try would be refused as well. */
const isTooLarge = (error: unknown): boolean =>
  ApiError.is(error, 'invalid') && error.causes.some(({ field }) => field === 'metadata.annotations');

export interface Recorded {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly record: AppliedRecord;
}

/** Says that a record does not fit, and leaves it at that until something changes. Any other error is thrown on. */
export function giveUpTooLarge(
  { log, recordEvent }: Pick<ReloadParts, 'log' | 'recordEvent'>,
  { kind, workload, record }: Recorded,
  error: unknown,
): 'on-change' {
  if (!isTooLarge(error)) throw error;
  const sources = Object.keys(record.sources).length;
  const message = `its record does not fit (sources: ${sources}): all annotations of an object together may have 256 KiB. Nothing is done for it until it names fewer sources, or has smaller annotations`;
  log.warn(
    { workload: `${kind} ${workload.metadata?.namespace}/${workload.metadata?.name}`, sources, error },
    'record too large: it is left alone',
  );
  recordEvent({ resource: KINDS[kind], object: workload }, { type: 'Warning', reason: 'RecordTooLarge', message });
  return 'on-change';
}
