import { timestamp } from '../../../../ground/time/rfc3339.ts';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { horizontalPodAutoscalers, pods, type HorizontalPodAutoscaler } from '../../../../kube/objects/built-in.ts';
import { keyOf, nameOfKey } from '../../../../kube/objects/resource.ts';
import type { Delta } from '../../../../kube/follow/store.ts';
import { refusalText } from '../../refusal.ts';
import { sameStatus } from '../../same-status.ts';
import { decideAutoscaler, type AutoscalerPlan, type AutoscalerWorld } from './autoscaler-decide.ts';
import { said } from './conditions.ts';
import { changed, type PaceMemory } from './pace.ts';
import { podMetrics } from './pod-metrics.ts';
import { scaleTargets, type ScaleTarget } from './scale-target.ts';

type Status = NonNullable<HorizontalPodAutoscaler['status']>;

/** How often use is looked at: nothing tells of it. */
const EVERY_MS = 15_000;

/** HorizontalPodAutoscaler -> the replicas of what it is for. */
export const autoscalerController: Controller = {
  name: 'horizontal-pod-autoscaler',
  summary: 'scales workloads by what their pods use',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(horizontalPodAutoscalers, { keys: keysOf });
    const targetOf = scaleTargets();
    const memories = new Map<string, PaceMemory>();
    const selectors = new Map<string, string>();
    return async (key, { client }) => {
      const autoscaler = all.get(key);
      if (autoscaler === undefined) {
        memories.delete(key);
        selectors.delete(key);
        return 'on-change';
      }
      const look: Look = { key, autoscaler, client, now: wall(), say: sayer(recordEvent, autoscaler) };
      const target = await found(look, () => targetOf(client, autoscaler));
      if (target === undefined) return { afterMs: EVERY_MS };
      const replicas = target.scale.spec?.replicas ?? 0;
      const selector = target.scale.status?.selector ?? '';
      selectors.set(key, selector);
      const memory = memories.get(key) ?? { wanted: [{ at: look.now, replicas }], changes: [] };
      const rivals = [...selectors].filter(([other, its]) => its === selector && isNeighbour(other, key)).map(([other]) => shown(other));
      const world = { autoscaler, replicas, selector, memory, rivals, ...(await podsOf(client, key, selector)) };
      const plan = decideAutoscaler(world, look.now);
      const by = await carryOut(look, world, plan, target);
      const changes = by === 0 ? memory.changes : changed(memory, autoscaler.spec.behavior, by, look.now);
      memories.set(key, { wanted: plan.wanted, changes });
      return { afterMs: EVERY_MS };
    };
  },
};

/** Its own status is no reason to look at it again: that waits until use has been measured anew. */
const keysOf = (delta: Delta<HorizontalPodAutoscaler>): string[] =>
  delta.type === 'updated' && !delta.initial && delta.old.metadata?.generation === delta.object.metadata?.generation
    ? []
    : [keyOf(delta.object)];

const isNeighbour = (one: string, other: string): boolean => nameOfKey(one).namespace === nameOfKey(other).namespace;

function shown(key: string): string {
  const { name, namespace = '' } = nameOfKey(key);
  return `{${name} ${namespace}}`;
}

interface Look {
  readonly key: string;
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly client: Client;
  readonly now: number;
  readonly say: (type: 'Normal' | 'Warning', reason: string, message: string) => void;
}

const sayer =
  (recordEvent: Parts['recordEvent'], object: HorizontalPodAutoscaler): Look['say'] =>
  (type, reason, message) =>
    recordEvent({ resource: horizontalPodAutoscalers, object }, { type, reason, message });

async function found(look: Look, ask: () => Promise<ScaleTarget>): Promise<ScaleTarget | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!ApiError.is(error)) throw error;
    look.say('Warning', 'FailedGetScale', refusalText(error));
    const message = `the HPA controller was unable to get the target's current scale: ${refusalText(error)}`;
    const { status } = look.autoscaler;
    const conditions = said(status?.conditions ?? [], look.now, 'AbleToScale', false, { reason: 'FailedGetScale', message });
    await write(look, { desiredReplicas: 0, ...status, conditions });
    return undefined;
  }
}

async function podsOf(client: Client, key: string, selector: string): Promise<Pick<AutoscalerWorld, 'metrics' | 'pods'>> {
  if (selector === '') return { pods: [], metrics: [] };
  const chosen = { namespace: nameOfKey(key).namespace ?? '', labelSelector: selector };
  const { items } = await client.list(pods, chosen);
  try {
    const metrics = await client.list(podMetrics, chosen);
    return {
      pods: items,
      metrics: metrics.items.length > 0 ? metrics.items : { problem: 'no metrics returned from resource metrics API' },
    };
  } catch (error) {
    return { pods: items, metrics: { problem: `unable to fetch metrics from resource metrics API: ${refusalText(error)}` } };
  }
}

/** Answers by how many replicas it has changed. */
async function carryOut(look: Look, world: AutoscalerWorld, plan: AutoscalerPlan, target: ScaleTarget): Promise<number> {
  const { now, say } = look;
  for (const { type, reason, message } of plan.events) say(type, reason, message);
  const status = (conditions: Status['conditions'], desiredReplicas: number | undefined): Status => {
    const { lastScaleTime, desiredReplicas: before = 0 } = look.autoscaler.status ?? {};
    return {
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      currentReplicas: world.replicas,
      desiredReplicas: desiredReplicas ?? before,
      ...(plan.metrics.length > 0 ? { currentMetrics: plan.metrics } : {}),
      ...(conditions === undefined ? {} : { conditions }),
    };
  };
  const { rescale, conditions } = plan;
  if (rescale === undefined) {
    await write(look, status(conditions, plan.desired));
    return 0;
  }
  try {
    await target.write(rescale.to);
  } catch (error) {
    if (!ApiError.is(error)) throw error;
    say('Warning', 'FailedRescale', `New size: ${rescale.to}; reason: ${rescale.why}; error: ${refusalText(error)}`);
    const message = `the HPA controller was unable to update the target scale: ${refusalText(error)}`;
    await write(look, status(said(conditions, now, 'AbleToScale', false, { reason: 'FailedUpdateScale', message }), undefined));
    return 0;
  }
  const message = `the HPA controller was able to update the target scale to ${rescale.to}`;
  say('Normal', 'SuccessfulRescale', `New size: ${rescale.to}; reason: ${rescale.why}`);
  const done = said(conditions, now, 'AbleToScale', true, { reason: 'SucceededRescale', message });
  await write(look, { ...status(done, rescale.to), lastScaleTime: timestamp(now) });
  return rescale.to - world.replicas;
}

async function write({ client, autoscaler }: Look, status: Status): Promise<void> {
  if (!sameStatus(autoscaler.status, status))
    await client.update(horizontalPodAutoscalers, { ...autoscaler, status }, { subresource: 'status' });
}
