import type { Client } from '../../../kube/client/client.ts';
import { metadataOf } from '../../../kube/objects/resource.ts';
import { APPLIED, type NOTIFIED } from '../seen/annotation-keys.ts';
import { KINDS } from '../seen/kinds.ts';
import { renderRecord } from '../seen/record.ts';
import type { Recorded } from '../tell/too-large.ts';
import { annotationStep } from './change-steps.ts';
import { patchDecided } from './patch-decided.ts';

/** Writes a record alone, and only in the place of the one that was decided on: a second writer is refused and looks again. */
export const writeRecord = (
  client: Client,
  { kind, workload, record }: Recorded,
  annotation: typeof APPLIED | typeof NOTIFIED = APPLIED,
): Promise<void> =>
  patchDecided(client, metadataOf(KINDS[kind]), workload, annotationStep(annotation, workload.interest?.record, renderRecord(record)));
