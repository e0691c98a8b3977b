import { describe, expect, it } from '@jest/globals';
import type { CronJob, Job } from '../../../../../kube/objects/built-in.ts';
import { decideCronJob } from '../../../../../local/node/workloads/cron-jobs/cron-job-decide.ts';

const NOON = Date.parse('2030-01-01T12:00:00Z');
const at = (secondsAgo: number) => new Date(NOON - secondsAgo * 1_000).toISOString().replace('.000', '');

const cronJobOf = (spec: object = {}, status: object = {}): CronJob => ({
  metadata: { name: 'c', namespace: 'x', uid: 'cron', creationTimestamp: at(90) },
  spec: { schedule: '* * * * *', jobTemplate: { metadata: { labels: { a: 'b' } }, spec: { template: {} } }, ...spec },
  status: status,
});
const SCHEDULED = { 'batch.kubernetes.io/cronjob-scheduled-timestamp': at(60) };
const running = (name: string, annotations: object = SCHEDULED): Job => ({
  metadata: { name, namespace: 'x', uid: name, resourceVersion: '1', annotations: { ...annotations } },
  status: {},
});
const ended = (name: string, type: string, secondsAgo: number): Job => ({
  metadata: { name, namespace: 'x', uid: name },
  status: {
    startTime: at(secondsAgo),
    completionTime: at(secondsAgo),
    conditions: [{ type, status: 'True', lastTransitionTime: at(secondsAgo) }],
  },
});
const steps = (cronJob: CronJob, ...jobs: readonly Job[]) =>
  decideCronJob(cronJob, jobs, NOON).steps.map((step) =>
    step.do === 'say' ? step.event.reason : 'job' in step ? `${step.do} ${step.job.metadata?.name ?? ''}` : step.do,
  );
const before = { lastScheduleTime: at(60) };
const DUE = `start c-${NOON / 60_000}`;

describe('a CronJob', () => {
  it('starts the Job that is due, by a name that says when', () => {
    const { steps: found, againMs } = decideCronJob(cronJobOf(), [], NOON);
    expect(found).toEqual([
      {
        do: 'start',
        status: { active: undefined, lastScheduleTime: at(0) },
        job: {
          metadata: {
            name: `c-${NOON / 60_000}`,
            namespace: 'x',
            labels: { a: 'b' },
            annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': at(0) },
            ownerReferences: [
              { apiVersion: 'batch/v1', kind: 'CronJob', name: 'c', uid: 'cron', controller: true, blockOwnerDeletion: true },
            ],
          },
          spec: { template: {} },
        },
      },
    ]);
    expect(againMs).toBe(60_100);
  });

  it('starts none twice', () => expect(steps(cronJobOf({}, { lastScheduleTime: at(0) }))).toEqual([]));

  it.each([
    ['Allow', [DUE]],
    ['Forbid', ['JobAlreadyActive', 'status']],
    ['Replace', ['delete old', DUE]],
  ])('with %s does that with one that still runs', (concurrencyPolicy, expected) =>
    expect([...steps(cronJobOf({ concurrencyPolicy }, before), running('old'))].sort()).toEqual([...expected].sort()),
  );

  it('does not wait for one that somebody made by hand', () =>
    expect(steps(cronJobOf({ concurrencyPolicy: 'Forbid' }, before), running('manual', {}))).toEqual([DUE]));

  it('starts nothing while it is suspended', () => expect(steps(cronJobOf({ suspend: true }))).toEqual([]));

  it('starts nothing after its deadline', () => {
    const late = { schedule: '0 11 * * *', startingDeadlineSeconds: 600 };
    expect(steps(cronJobOf(late, { lastScheduleTime: at(90_000) }))).toEqual(['MissSchedule']);
  });

  it('says that it has missed very many', () =>
    expect(steps(cronJobOf({}, { lastScheduleTime: at(101 * 60) }))).toEqual(['TooManyMissedTimes', DUE]));

  it('names those that run, and says of each that has ended or gone', () => {
    const cronJob = cronJobOf({ suspend: true }, { active: ['done', 'gone'].map((name) => ({ name, uid: name })) });
    expect(steps(cronJob, ended('done', 'Complete', 5), running('new'))).toEqual(['SawCompletedJob', 'MissingJob', 'status']);
    const found = decideCronJob(cronJob, [ended('done', 'Complete', 5), running('new')], NOON).steps.at(-1);
    expect(found).toMatchObject({ do: 'status', status: { active: [{ name: 'new' }], lastSuccessfulTime: at(5) } });
  });

  it('keeps a few of those that ended', () => {
    const jobs = [
      ...[1, 2, 3, 4, 5].map((age) => ended(`won-${age}`, 'Complete', age)),
      ...[1, 2].map((age) => ended(`lost-${age}`, 'Failed', age)),
    ];
    expect(steps(cronJobOf({ suspend: true }, { lastSuccessfulTime: at(1) }), ...jobs)).toEqual([
      'delete won-5',
      'delete won-4',
      'delete lost-2',
    ]);
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'UnknownTimeZone', 'invalid timeZone: "Mars/Olympus": Invalid time zone specified: Mars/Olympus'],
    [
      { schedule: '61 * * * *' },
      'UnparseableSchedule',
      'unparseable schedule: "61 * * * *" : "61" is not a value, a range or a step from 0 to 59',
    ],
  ])('says what it cannot read: %j', (spec, reason, message) =>
    expect(decideCronJob(cronJobOf(spec), [], NOON)).toEqual({ steps: [{ do: 'say', event: { type: 'Warning', reason, message } }] }),
  );
});
