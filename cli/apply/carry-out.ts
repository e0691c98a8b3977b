import { sideBySide } from '../../ground/time/side-by-side.ts';
import { systemClock } from '../../ground/time/clock.ts';
import type { Client } from '../../kube/client/client.ts';
import { nameOf, type KubeObject } from '../../kube/objects/resource.ts';
import { CommandFailure } from '../run-command.ts';
import { isNamespace, MOST_REQUESTS, where, type PlannedObject } from './apply-plan.ts';
import { absent, FIELD_MANAGER, prune } from './apply-set.ts';
import { handOver } from './hand-over.ts';

const LONGEST_FAREWELL_MS = 60_000;

/**
 * Does what was planned: first all namespaces, then what stands in none, in the order of the plan; then the namespaces side by side,
 * in each of them in that order; and at last what is to go. After a failure no more is begun.
 */
export async function carryOut(client: Client, planned: readonly PlannedObject[], onDone: (step: PlannedObject) => void): Promise<void> {
  let hasFailed = false;
  const one = async (step: PlannedObject): Promise<void> => {
    if (hasFailed) return; // in a namespace beside the one where it did
    try {
      await carryOutOne(client, step);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
    onDone(step);
  };
  const inOrder = async (steps: readonly PlannedObject[]): Promise<void> => {
    for (const step of steps) await one(step);
  };
  const kept = planned.filter(({ does }) => does !== 'prune');
  await sideBySide(kept.filter(isNamespace), MOST_REQUESTS, one);
  const lanes = Map.groupBy(
    kept.filter((step) => !isNamespace(step)),
    ({ object }) => object.metadata?.namespace ?? '',
  );
  await inOrder(lanes.get('') ?? []);
  lanes.delete('');
  await sideBySide([...lanes.values()], MOST_REQUESTS, inOrder);
  await sideBySide(
    planned.filter(({ does }) => does === 'prune'),
    MOST_REQUESTS,
    one,
  );
}

async function carryOutOne(client: Client, step: PlannedObject): Promise<void> {
  const { does, resource, live, workers } = step;
  if (does === 'prune') await prune(client, step, { dryRun: false });
  if (does === 'replace') await replace(client, step);
  if (does !== 'create' && does !== 'change') return;
  if (live !== undefined && workers !== undefined) await handOver(client, resource, live, workers);
  await apply(client, step);
}

const apply = (client: Client, { resource, object }: PlannedObject): Promise<KubeObject> =>
  client.patch(resource, nameOf(object), { apply: object, force: true }, { fieldManager: FIELD_MANAGER });

/** Its pods are deleted by the garbage collector; the name is free as soon as it is gone itself. */
async function replace(client: Client, step: PlannedObject): Promise<void> {
  const { resource, object, live, title } = step;
  await prune(client, { resource, object: live ?? object }, { dryRun: false });
  const deadline = systemClock.now() + LONGEST_FAREWELL_MS;
  while (await client.get(resource, nameOf(object)).then(() => true, absent)) {
    if (systemClock.now() > deadline)
      throw new CommandFailure(`${title}${where(object)} was deleted but is still there: check its finalizers, and apply again`);
    await systemClock.pause(250, new AbortController().signal);
  }
  await apply(client, step);
}
