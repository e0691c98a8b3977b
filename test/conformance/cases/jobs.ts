import { casesOf, type Case } from '../case.ts';
import { MERGE, namespaced } from '../objects.ts';
import type { Session } from '../session.ts';

const jobs = casesOf('policies of Jobs');

const BATCH = 'apis/batch/v1';
const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'civ8s:1' }] } };
const INDEXED = { completionMode: 'Indexed', completions: 3, parallelism: 3 };

/** A new Job of this spec, which is not kept. */
const tries = ({ namespace, ask }: Session, ...specs: readonly object[]) =>
  specs.reduce<Promise<unknown>>(
    (before, spec, index) =>
      before.then(() =>
        ask('POST', `${namespaced(namespace, 'jobs', BATCH)}?dryRun=All`, { metadata: { name: `j${index}` }, spec: { template, ...spec } }),
      ),
    Promise.resolve(),
  );
const failure = (...rules: readonly object[]) => ({ podFailurePolicy: { rules } });
const success = (...rules: readonly object[]) => ({ ...INDEXED, successPolicy: { rules } });
const onExitCodes = { operator: 'In', values: [1, 3] };
const onPodConditions = [{ type: 'DisruptionTarget', status: 'True' }];

export const jobCases: readonly Case[] = [
  jobs.succeeds('takes policies, and fills in what they leave open', async (session) => {
    await tries(
      session,
      failure({ action: 'Ignore', onPodConditions }, { action: 'FailJob', onExitCodes: { ...onExitCodes, containerName: 'c' } }),
      { ...INDEXED, backoffLimitPerIndex: 1, maxFailedIndexes: 2, ...failure({ action: 'FailIndex', onExitCodes }) },
      success({ succeededIndexes: '0,2', succeededCount: 1 }, { succeededCount: 2 }),
      failure({ action: 'Count', onPodConditions: [{ type: 'Ready' }] }),
    );
  }),
  jobs.refuses('refuses a policy of failures that cannot be followed', async (session) => {
    await tries(
      session,
      failure({ action: 'FailIndex', onExitCodes }),
      failure(
        { action: 'Sometimes', onExitCodes: { operator: 'Near', values: [] } },
        { onExitCodes, onPodConditions },
        { action: 'Count' },
      ),
      failure({ action: 'Count', onExitCodes: { operator: 'In', values: [3, 0, 3], containerName: 'other' } }),
      failure({ action: 'Count', onPodConditions: [{ type: 'no good', status: 'Maybe' }] }),
      failure(...Array.from({ length: 21 }, () => ({ action: 'Count', onExitCodes }))),
      { ...failure({ action: 'Count', onExitCodes }), podReplacementPolicy: 'TerminatingOrFailed' },
      { ...failure({ action: 'Count', onExitCodes }), template: { spec: { ...template.spec, restartPolicy: 'OnFailure' } } },
      { podReplacementPolicy: 'Never' },
    );
  }),
  jobs.refuses('refuses a policy of success that cannot be met', async (session) => {
    await tries(
      session,
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      success(),
      success({}, { succeededCount: 4 }, { succeededIndexes: '0-1', succeededCount: 3 }),
      success({ succeededIndexes: '0-1-2' }, { succeededIndexes: 'a' }, { succeededIndexes: '1,0' }, { succeededIndexes: '3' }),
      success({ succeededIndexes: '2-1' }, { succeededIndexes: '1-1' }, { succeededCount: -1 }, { succeededIndexes: '1-' }),
    );
  }),
  jobs.refuses('refuses limits of indexes without indexes, and more than there are', async (session) => {
    await tries(
      session,
      { backoffLimitPerIndex: 1 },
      { ...INDEXED, maxFailedIndexes: 1 },
      { ...INDEXED, backoffLimitPerIndex: -1, maxFailedIndexes: 4 },
      { ...INDEXED, completions: undefined },
      { ...INDEXED, completions: 100_001, parallelism: 10_001, backoffLimitPerIndex: 1 },
      { ...INDEXED, completions: 100_001, parallelism: 100_001, backoffLimitPerIndex: 1, maxFailedIndexes: 10_001 },
      { completionMode: 'Ordered' },
    );
  }),
  jobs.refuses('refuses a manager without a domain', async (session) => {
    await tries(
      session,
      { managedBy: 'me' },
      { managedBy: '' },
      { managedBy: 'Kueue/x' },
      { managedBy: `kueue.x-k8s.io/${'x'.repeat(60)}` },
    );
  }),
  jobs.refuses('refuses a name that gives no host name to the last pod', async ({ namespace, ask }) => {
    const at = `${namespaced(namespace, 'jobs', BATCH)}?dryRun=All`;
    for (const name of ['j'.repeat(62), 'a.b']) await ask('POST', at, { metadata: { name }, spec: { ...INDEXED, template } });
  }),
  jobs.refuses('lets nobody change its policies, and its completions only with its parallelism', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'jobs', BATCH);
    const spec = { ...INDEXED, backoffLimitPerIndex: 1, ...failure({ action: 'FailIndex', onExitCodes }), template };
    await quietly('POST', at, { metadata: { name: 'j' }, spec });
    for (const change of [
      { backoffLimitPerIndex: 2 },
      { podFailurePolicy: null },
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      { managedBy: 'kueue.x-k8s.io/multikueue' },
      { completions: 4 },
      { completions: 4, parallelism: 4 },
    ])
      await ask('PATCH', `${at}/j`, { spec: change }, MERGE);
  }),
];
