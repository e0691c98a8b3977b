import type { Client } from '../../../kube/client/client.ts';
import { metadataOf, nameOf } from '../../../kube/objects/resource.ts';
import { APPLIED, type NOTIFIED } from '../seen/annotation-keys.ts';
import { FIELD_MANAGER } from '../seen/field-manager.ts';
import { KINDS } from '../seen/kinds.ts';
import { renderRecord } from '../seen/record.ts';
import type { Recorded } from '../tell/too-large.ts';

/** Writes a record alone, and only on the very state that was decided on: whoever is second is refused and looks again. */
export async function writeRecord(
  client: Client,
  { kind, workload, record }: Recorded,
  annotation: typeof APPLIED | typeof NOTIFIED = APPLIED,
): Promise<void> {
  const { uid, resourceVersion } = workload.metadata ?? {};
  await client.patch(
    metadataOf(KINDS[kind]),
    nameOf(workload),
    { merge: { metadata: { uid, resourceVersion, annotations: { [annotation]: renderRecord(record) } } } },
    { fieldManager: FIELD_MANAGER },
  );
}
