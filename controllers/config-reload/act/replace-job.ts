import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { jobs, type Job } from '../../../kube/objects/built-in.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import { APPLIED, REPLACEMENT, REPLACES } from '../seen/annotation-keys.ts';
import { FIELD_MANAGER } from '../seen/field-manager.ts';
import { renderRecord, type AppliedRecord } from '../seen/record.ts';
import { withChange, type TemplateChange } from '../decide/template-change.ts';
import { short, type Workload } from '../seen/workload.ts';

/**
 * A Job cannot be changed, only deleted and created again. So that it is not lost between the two, what it is to become is
 * kept in a Job beside it first, one that never starts: the process that goes on after a crash finds it there.
 */
export async function keepJobReplacement(client: Client, workload: Workload, record: AppliedRecord, change: TemplateChange): Promise<void> {
  const name = nameOf(workload);
  const job = await client.get(jobs, name);
  const uid = job.metadata?.uid ?? '';
  if (uid !== workload.metadata?.uid) throw new ApiError('conflict', `the Job ${name.name} is another one by now`, { status: 409 });
  try {
    await client.create(
      jobs,
      {
        metadata: {
          namespace: name.namespace,
          name: `${name.name.slice(0, 50)}-next-${short([uid])
            .toLowerCase()
            .replaceAll(/[^a-z0-9]/g, '0')}`,
          annotations: { [REPLACES]: `${uid} ${name.name}`, [REPLACEMENT]: JSON.stringify(replacementOf(job, record, change)) },
        },
        spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'none', image: 'none' }] } } },
      },
      { fieldManager: FIELD_MANAGER },
    );
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
  }
}

/** What the Job is created from again: all that the API server has added is left out. */
function replacementOf({ metadata, spec }: Job, record: AppliedRecord, change: TemplateChange): Job {
  const { name, namespace, labels, annotations, ownerReferences } = metadata ?? {};
  const { selector, template, ...rest } = spec ?? { template: {} };
  const changed = withChange(template, change);
  return {
    metadata: {
      name,
      namespace,
      labels: withoutOwnLabels(labels),
      annotations: { ...annotations, [APPLIED]: renderRecord(record) },
      ownerReferences,
    },
    spec: {
      ...rest,
      ...(rest.manualSelector === true ? { selector } : {}),
      template: { ...changed, metadata: { ...changed.metadata, labels: withoutOwnLabels(changed.metadata?.labels) } },
    },
  };
}

const OWN_LABELS = new Set(['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name']);

const withoutOwnLabels = (labels: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !OWN_LABELS.has(key)));

/** The next step from the old Job to the new one, whatever was done before. */
export async function goOn(client: Client, kept: Workload, present: Workload | undefined): Promise<'on-change'> {
  const name = { namespace: kept.metadata?.namespace, name: kept.replaces?.name ?? '' };
  if (present === undefined) await makeAnew(client, kept);
  else if (present.metadata?.uid !== kept.replaces?.uid)
    await client.delete(jobs, nameOf(kept), { uid: kept.metadata?.uid, propagation: 'Background' });
  else if (present.metadata?.deletionTimestamp === undefined)
    await client.delete(jobs, name, { uid: kept.replaces?.uid, propagation: 'Background' });
  return 'on-change';
}

async function makeAnew(client: Client, kept: Workload): Promise<void> {
  const { metadata } = await client.get(jobs, nameOf(kept));
  try {
    await client.create(jobs, JSON.parse(metadata?.annotations?.[REPLACEMENT] ?? '{}') as Job, { fieldManager: FIELD_MANAGER });
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
  }
}
