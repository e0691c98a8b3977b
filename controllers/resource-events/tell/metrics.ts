import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ResourceChange } from '../../../events/resource-change.ts';
import type { IgnoredReason } from '../change/noticed.ts';
import type { FollowedState } from '../follow/follower-health.ts';
import type { ResumedHow } from '../resume/resume-plan.ts';

/** What the agent tells Prometheus of its own; no label has values that grow with the objects of a cluster. */
export interface EventMetrics {
  published(change: ResourceChange, waitedMs: number): void;
  failed(reason: string): void;
  merged(): void;
  shrunk(): void;
  dead(reason: string): void;
  ignored(reason: IgnoredReason): void;
  resumed(how: ResumedHow): void;
  gap(resource: Pick<ResourceChange['resource'], 'group' | 'plural'>): void;
}

/** What is read at each scrape. */
export interface EventGauges {
  readonly pending: () => number;
  readonly pendingBytes: () => number;
  readonly oldestSeconds: () => number;
  readonly checkpointAgeSeconds: () => number | undefined;
  readonly followed: () => Iterable<FollowedState>;
}

const PREFIX = 'civ8s_resource_events_';
const PUBLISH_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_200];
const STATES: readonly FollowedState[] = ['live', 'listing', 'forbidden', 'broken'];
const RESUMED: readonly ResumedHow[] = ['watch', 'compare', 'stored', 'gap', 'first'];

/** `sink`: the scheme of the bus. */
export function createEventMetrics(registry: Registry, sink: string, gauges: EventGauges): EventMetrics {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ registers, name: `${PREFIX}${name}`, help, labelNames });
  const publishedTotal = counter('published_total', 'Changes that the bus has confirmed', 'sink');
  const failures = counter('failures_total', 'Messages that the bus did not take at a try', 'sink', 'reason');
  const merged = counter('merged_total', 'Changes that were merged into another of their object, as the bus was away for too long');
  const shrunk = counter('shrunk_total', 'Changes of which something was left out, as no bus takes messages of that size');
  const dead = counter('dead_letters_total', 'Changes that no bus takes', 'reason');
  const ignored = counter('ignored_total', 'Changes that were left out', 'reason');
  const resumed = counter('resumed_total', 'How following was gone on with, or begun', 'how');
  const gaps = counter('gaps_total', 'Times of which nobody can tell what happened to a resource', 'group', 'resource');
  const seconds = new Histogram({
    registers,
    name: `${PREFIX}publish_seconds`,
    help: 'From when a change was noticed to when the bus has confirmed it',
    labelNames: ['sink'],
    buckets: PUBLISH_SECONDS,
  });
  for (const how of RESUMED) resumed.inc({ how }, 0);
  publishedTotal.inc({ sink }, 0);
  watchGauges(registers, gauges);
  const asKollect = kollectMetrics(registers);
  return {
    published(change, waitedMs) {
      publishedTotal.inc({ sink });
      seconds.observe({ sink }, waitedMs / 1_000);
      asKollect(change);
    },
    failed: (reason) => failures.inc({ sink, reason }),
    merged: () => merged.inc(),
    shrunk: () => shrunk.inc(),
    dead: (reason) => dead.inc({ reason }),
    ignored: (reason) => ignored.inc({ reason }),
    resumed: (how) => resumed.inc({ how }),
    gap: ({ group, plural }) => gaps.inc({ group, resource: plural }),
  };
}

function watchGauges(registers: Registry[], gauges: EventGauges): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    void new Gauge({
      registers,
      name: `${PREFIX}${name}`,
      help,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('pending', 'Changes that wait for the bus', gauges.pending);
  gauge('pending_bytes', 'What they take up', gauges.pendingBytes);
  gauge('oldest_pending_seconds', 'How long the oldest of them has waited', gauges.oldestSeconds);
  gauge(
    'checkpoint_age_seconds',
    'How long ago the checkpoint was written, or seen to be written',
    () => gauges.checkpointAgeSeconds() ?? 0,
  );
  void new Gauge({
    registers,
    name: `${PREFIX}followed`,
    help: 'Collections that are followed, by how well',
    labelNames: ['state'],
    collect() {
      for (const state of STATES) this.set({ state }, 0);
      for (const state of gauges.followed()) this.inc({ state });
    },
  });
}

const KOLLECT_EVENTS = {
  created: 'ResourceCreatedEvent',
  listed: 'ResourceCreatedEvent',
  updated: 'ResourceUpdatedEvent',
  deleted: 'ResourceDeletedEvent',
};

/**
 * kollect's own names, counted where the bus has confirmed, so that its dashboards go on. Its label `key` would make a time series of
 * each object: it stays, and is always empty.
 */
function kollectMetrics(registers: Registry[]): (change: ResourceChange) => void {
  const labelNames = ['group', 'version', 'kind', 'namespace'];
  const resource = (what: string) =>
    new Counter({ registers, name: `kollect_resource_${what}_total`, help: `Resources ${what}`, labelNames });
  const resources = { created: resource('created'), updated: resource('updated'), deleted: resource('deleted') };
  const events = (what: string) =>
    new Counter({ registers, name: `kollect_events_${what}_total`, help: `Events ${what}`, labelNames: ['key', 'type'] });
  const written = events('written');
  events('read');
  events('ignored');
  return ({ type, resource: { group, version, kind }, object: { namespace = '' } }) => {
    if (type === 'gap') return;
    resources[type === 'listed' ? 'created' : type].inc({ group, version, kind, namespace });
    written.inc({ key: '', type: `kollect.resource.event.v1.${KOLLECT_EVENTS[type]}` });
  };
}
