import { casesOf, type Case } from '../case.ts';
import { MERGE, namespaced } from '../objects.ts';
import type { Session } from '../session.ts';

const jobs = casesOf('status of Jobs');

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'civ8s:1' }] } };
const INDEXED = { completionMode: 'Indexed', completions: 5, parallelism: 3 };
const [BEGAN, LATER, ENDED] = ['2030-01-01T12:00:00Z', '2030-01-01T12:00:30Z', '2030-01-01T12:01:00Z'];
const conditions = (...types: readonly string[]) => ({ conditions: types.map((type) => ({ type, status: 'True' })) });
const COMPLETE = { startTime: BEGAN, completionTime: ENDED, succeeded: 1, ...conditions('SuccessCriteriaMet', 'Complete') };
const FAILED = { startTime: BEGAN, failed: 1, ...conditions('FailureTarget', 'Failed') };

/** What a Job with this spec, and this status, is then said to be: each is tried, and none is kept. */
async function tries({ namespace, ask, quietly }: Session, spec: object, before: object, ...after: readonly object[]): Promise<void> {
  const at = namespaced(namespace, 'jobs', 'apis/batch/v1');
  await quietly('POST', at, { metadata: { name: 'j' }, spec: { template, ...spec } });
  const { code } = await quietly('PATCH', `${at}/j/status`, { status: before }, MERGE);
  if (code !== 200) throw new Error(`the status to begin with is refused with ${code}`);
  for (const status of after) await ask('PATCH', `${at}/j/status?dryRun=All`, { status }, MERGE);
}

export const jobStatusCases: readonly Case[] = [
  jobs.succeeds('takes each step of a Job that runs, succeeds or fails', async (session) => {
    await tries(
      session,
      {},
      { startTime: BEGAN, active: 1 },
      { active: 1, ready: 1, terminating: 1, failed: 1, uncountedTerminatedPods: { failed: ['a'], succeeded: ['b'] } },
      { active: 0, ...conditions('SuccessCriteriaMet') },
      { ...COMPLETE, active: 0 },
      { ...FAILED, active: 0 },
    );
  }),
  jobs.succeeds('takes what was wrong before, and is as it was', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'jobs', 'apis/batch/v1');
    await quietly('POST', at, { metadata: { name: 'j' }, spec: { template, ...INDEXED } });
    await quietly('PATCH', `${at}/j/status`, { status: { startTime: BEGAN, completedIndexes: '0,4', succeeded: 2 } }, MERGE);
    await quietly('PATCH', `${at}/j`, { spec: { completions: 3 } }, MERGE);
    await ask('PATCH', `${at}/j/status`, { status: { active: 1 } }, MERGE);
    await ask('PATCH', `${at}/j/status`, { status: { succeeded: 1 } }, MERGE);
  }),
  jobs.refuses('refuses less than nothing, and pods that are named twice or not at all', async (session) => {
    await tries(
      session,
      {},
      { startTime: BEGAN, active: 1 },
      { active: -1, succeeded: -2, failed: -3, ready: -4, terminating: -5 },
      { ready: 2 },
      { uncountedTerminatedPods: { succeeded: ['a', '', 'a'], failed: ['b', 'a', '', 'b'] } },
    );
  }),
  jobs.refuses('refuses an end that contradicts itself', async (session) => {
    await tries(
      session,
      {},
      { startTime: BEGAN, active: 1 },
      { ...COMPLETE, active: 0, ...conditions('SuccessCriteriaMet', 'Complete', 'Failed', 'FailureTarget') },
      { active: 0, ...conditions('Complete') },
      { active: 0, ...conditions('Failed') },
      { active: 0, completionTime: ENDED },
      { ...COMPLETE, active: 0, completionTime: '2029-12-31T12:00:00Z' },
      conditions('SuccessCriteriaMet', 'FailureTarget'),
      { ...COMPLETE, active: 1, terminating: 1, uncountedTerminatedPods: { succeeded: ['a'] } },
      { ...FAILED, startTime: null, active: 2, ready: 0 },
    );
  }),
  jobs.refuses('refuses an end of a Job that has not begun, but where nothing was to do', async (session) => {
    await tries(session, {}, {}, { ...FAILED, startTime: null }, { ...COMPLETE, startTime: null });
  }),
  jobs.refuses('lets nothing be undone that has been said for good', async (session) => {
    await tries(
      session,
      {},
      { ...FAILED, succeeded: 2 },
      conditions(),
      conditions('Failed'),
      { failed: 0, succeeded: 1 },
      { startTime: LATER },
      { startTime: null },
      { active: 1, terminating: 1 },
    );
  }),
  jobs.refuses('lets no success be undone', async (session) => {
    await tries(
      session,
      {},
      COMPLETE,
      conditions('Complete'),
      conditions('SuccessCriteriaMet'),
      { completionTime: LATER },
      { completionTime: null },
      conditions('SuccessCriteriaMet', 'Complete', 'Failed'),
    );
  }),
  jobs.refuses('refuses indexes that there are not, that overlap, or that cannot be read', async (session) => {
    await tries(
      session,
      { ...INDEXED, backoffLimitPerIndex: 1 },
      { startTime: BEGAN, active: 1, succeeded: 1, completedIndexes: '0' },
      { completedIndexes: '0,5' },
      { completedIndexes: '1-0', failedIndexes: 'x' },
      { completedIndexes: '0,2-4', failedIndexes: '1,3' },
      { completedIndexes: '0-1', failedIndexes: '2-3', succeeded: 2 },
      { failedIndexes: '1', ...conditions('Failed') },
      { succeeded: 0 },
    );
  }),
  jobs.refuses('refuses indexes of a Job that has none', async (session) => {
    await tries(session, {}, { startTime: BEGAN, active: 1 }, { completedIndexes: '0', failedIndexes: '0' }, { failedIndexes: '' });
  }),
  jobs.refuses('holds a Job with a policy of success to it', async (session) => {
    const spec = { ...INDEXED, successPolicy: { rules: [{ succeededCount: 1 }] } };
    const over = { active: 0, completionTime: ENDED };
    await tries(session, spec, { startTime: BEGAN, active: 1 }, { ...over, ...conditions('Complete') }, conditions('SuccessCriteriaMet'));
  }),
  jobs.succeeds('lets a Job begin anew when it is resumed', async (session) => {
    const suspended = (status: string) => ({ conditions: [{ type: 'Suspended', status }] });
    await tries(session, {}, { startTime: BEGAN, ...suspended('True') }, { startTime: LATER }, { startTime: LATER, ...suspended('False') });
  }),
];
