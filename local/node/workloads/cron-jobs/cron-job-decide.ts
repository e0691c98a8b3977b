import { timestamp } from '../../../../ground/time/rfc3339.ts';
import type { CronJob, Job } from '../../../../kube/objects/built-in.ts';
import { ownerReference } from '../../owner-reference.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { conditionOf, finishedAt } from '../jobs/job-end.ts';
import { sameStatus } from '../../same-status.ts';
import { dueAfter, missed } from './due.ts';
import { parseSchedule, type Schedule } from './schedule.ts';
import { zoneOf, type Zone } from './zone.ts';

type Status = NonNullable<CronJob['status']>;

export type CronJobStep =
  | { readonly do: 'delete'; readonly job: Job }
  | { readonly do: 'say'; readonly event: PodEvent }
  | { readonly do: 'status'; readonly status: Status }
  /** With the status that it leads to, but for the Job itself. */
  | { readonly do: 'start'; readonly job: Job; readonly status: Status };

export interface CronJobPlan {
  readonly steps: readonly CronJobStep[];
  readonly againMs?: number;
}

const say = (type: PodEvent['type'], reason: string, message: string): CronJobStep => ({ do: 'say', event: { type, reason, message } });

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

const isUnfinished = (job: Job): boolean => finishedAt(job) === undefined;
/** One that somebody has made of it by hand is nothing that it waits for. */
const isScheduled = ({ metadata }: Job): boolean => metadata?.annotations?.[SCHEDULED] !== undefined;

/** What a CronJob does now: `jobs` are those that it controls. */
export function decideCronJob(cronJob: CronJob, jobs: readonly Job[], now: number): CronJobPlan {
  const { status, events } = nextStatus(cronJob, jobs);
  const history = [
    ...surplus(jobs, 'Complete', cronJob.spec?.successfulJobsHistoryLimit ?? 3),
    ...surplus(jobs, 'Failed', cronJob.spec?.failedJobsHistoryLimit ?? 1),
  ];
  const kept: CronJobStep[] = [...events, ...history, ...(sameStatus(cronJob.status, status) ? [] : [{ do: 'status' as const, status }])];
  const { suspend = false, timeZone = 'UTC' } = cronJob.spec ?? {};
  const schedule = cronJob.spec?.schedule ?? '';
  if (cronJob.metadata?.deletionTimestamp !== undefined || suspend) return { steps: kept };
  const zone = attempt(() => zoneOf(timeZone));
  if (typeof zone === 'string') return { steps: [...kept, say('Warning', 'UnknownTimeZone', `invalid timeZone: "${timeZone}": ${zone}`)] };
  const parsed = attempt(() => parseSchedule(schedule));
  if (typeof parsed === 'string')
    return { steps: [...kept, say('Warning', 'UnparseableSchedule', `unparseable schedule: "${schedule}" : ${parsed}`)] };
  const next = dueAfter(parsed, now, zone);
  return {
    steps: startsOf({ cronJob, jobs, status, kept, schedule: parsed, zone }, now),
    ...(next === undefined ? {} : { againMs: next - now + 100 }),
  };
}

function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Look {
  readonly cronJob: CronJob;
  readonly jobs: readonly Job[];
  readonly status: Status;
  /** What is to be done in any case. */
  readonly kept: readonly CronJobStep[];
  readonly schedule: Schedule;
  readonly zone: Zone;
}

/** All that is to be done, with a new Job where one is due. */
function startsOf({ cronJob, jobs, status, kept, schedule, zone }: Look, now: number): readonly CronJobStep[] {
  const { startingDeadlineSeconds, concurrencyPolicy = 'Allow' } = cronJob.spec ?? {};
  const before = Date.parse(status.lastScheduleTime ?? cronJob.metadata?.creationTimestamp ?? '') || now;
  const { count, last } = missed(schedule, before, now, zone);
  if (last === undefined) return kept;
  const warned: CronJobStep[] =
    count > 100
      ? [
          say(
            'Warning',
            'TooManyMissedTimes',
            'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
          ),
        ]
      : [];
  if (startingDeadlineSeconds !== undefined && last + startingDeadlineSeconds * 1_000 < now)
    return [...kept, say('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${new Date(last).toUTCString()}`)];
  const running = jobs.filter((job) => isScheduled(job) && isUnfinished(job));
  if (concurrencyPolicy === 'Forbid' && running.length > 0)
    return [
      ...kept,
      say('Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid'),
    ];
  const replaced = concurrencyPolicy === 'Replace' ? running : [];
  const left = replaced.length > 0 ? { ...status, active: undefined } : status;
  return [
    ...kept.filter((step) => step.do !== 'status'),
    ...warned,
    ...replaced.map((job): CronJobStep => ({ do: 'delete', job })),
    { do: 'start', job: newJob(cronJob, last, zone), status: { ...left, lastScheduleTime: timestamp(last) } },
  ];
}

export const referenceTo = ({ metadata }: Job) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  name: metadata?.name ?? '',
  namespace: metadata?.namespace ?? '',
  uid: metadata?.uid ?? '',
  resourceVersion: metadata?.resourceVersion ?? '',
});

function nextStatus({ status = {} }: CronJob, jobs: readonly Job[]): { readonly status: Status; readonly events: readonly CronJobStep[] } {
  const known = status.active ?? [];
  const running = jobs.filter((job) => isScheduled(job) && isUnfinished(job));
  const active = running.map((job) => known.find(({ uid }) => uid === job.metadata?.uid) ?? referenceTo(job));
  const successes = jobs.map((job) => conditionOf(job, 'Complete') && job.status?.completionTime).filter((time) => time !== undefined);
  const lastSuccessfulTime = [...successes, ...(status.lastSuccessfulTime === undefined ? [] : [status.lastSuccessfulTime])].sort().at(-1);
  const events = known.flatMap(({ uid, name }): CronJobStep[] => {
    const job = jobs.find(({ metadata }) => metadata?.uid === uid);
    if (job === undefined) return [say('Normal', 'MissingJob', `Active job went missing: ${name ?? ''}`)];
    if (isUnfinished(job)) return [];
    const condition = conditionOf(job, 'Complete') ? 'Complete' : 'Failed';
    return [say('Normal', 'SawCompletedJob', `Saw completed job: ${name ?? ''}, condition: ${condition}`)];
  });
  return {
    status: {
      ...status,
      active: active.length > 0 ? active : undefined,
      ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
    },
    events,
  };
}

/** Jobs that ended so, beyond those that are kept: the oldest. */
function surplus(jobs: readonly Job[], type: 'Complete' | 'Failed', limit: number): CronJobStep[] {
  const ended = jobs
    .filter((job) => conditionOf(job, type) !== undefined && job.metadata?.deletionTimestamp === undefined)
    .sort((a, b) => (a.status?.startTime ?? '').localeCompare(b.status?.startTime ?? ''));
  return ended.slice(0, Math.max(0, ended.length - limit)).map((job) => ({ do: 'delete', job }));
}

/** Its name says for when it is: the same Job is never made twice. */
function newJob(cronJob: CronJob, at: number, zone: Zone): Job {
  const { metadata, spec } = cronJob.spec?.jobTemplate ?? {};
  return {
    metadata: {
      name: `${cronJob.metadata?.name ?? ''}-${Math.floor(at / 60_000)}`,
      namespace: cronJob.metadata?.namespace ?? '',
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: { ...metadata?.annotations, [SCHEDULED]: zone.text(at) },
      ownerReferences: [ownerReference({ apiVersion: 'batch/v1', kind: 'CronJob', object: cronJob })],
    },
    ...(spec === undefined ? {} : { spec }),
  };
}
