import { APPLIED } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { deployments } from '../../../../kube/objects/built-in.ts';
import { startController, type ControllerProcess } from '../../runtime/controller-process.ts';
import { until } from '../../../until.ts';
import { elsewhere, type Fleet } from './fleet.ts';
import type { RollWatch } from './rolls.ts';
import { verdictOn, type TrialVerdict } from './verdict.ts';

export interface TrialOptions {
  readonly kubeconfig: string;
  readonly client: Client;
  /** A new one. */
  readonly namespace: string;
  /** How many workloads. */
  readonly size: number;
  /** Of all that is random. */
  readonly seed: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface TrialResult extends TrialVerdict {
  readonly changes: number;
  /** Variables that were written. */
  readonly rolls: number;
  /** From the first start of a controller to the last roll. */
  readonly tookMs: number;
  /** The most writes of annotations and template that any workload has had, its making among them. */
  readonly generation: number;
  /** How many processes there were, one after the other. */
  readonly starts: number;
  /** The most that any of them has had. */
  readonly memoryMiB: number;
}

/** The controller of a trial: one process after another. */
export interface TrialController {
  start(): ControllerProcess;
  kill(): Promise<void>;
  readonly starts: number;
  readonly memoryMiB: number;
}

const EVERY_MS = 500;

export function trialController({ kubeconfig, namespace, env }: TrialOptions): TrialController {
  let running: ControllerProcess | undefined;
  let [starts, memoryMiB] = [0, 0];
  const sample = async (controller: ControllerProcess): Promise<void> => {
    for (let alive = true; alive;) {
      const [, text = ''] = await controller.get('/metrics').catch(() => []);
      const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? 0);
      memoryMiB = Math.max(memoryMiB, bytes / 2 ** 20);
      alive = await Promise.race([controller.ended.then(() => false), new Promise<boolean>((go) => void setTimeout(go, EVERY_MS, true))]);
    }
  };
  return {
    start() {
      const args = ['--leader-elect=false', `--namespaces=${namespace},${elsewhere(namespace)}`, `--state-namespace=${namespace}`];
      running = startController({ name: 'config-reload', kubeconfig, args, env });
      starts += 1;
      void sample(running);
      return running;
    },
    async kill() {
      running?.kill('SIGKILL');
      await running?.ended;
    },
    get starts() {
      return starts;
    },
    get memoryMiB() {
      return memoryMiB;
    },
  };
}

/** What came of it, once all is done; and once another process has found nothing left to do. */
export async function resultOf(
  { client, namespace, size }: TrialOptions,
  {
    fleet,
    rolls,
    controller,
    began,
  }: { readonly fleet: Fleet; readonly rolls: RollWatch; readonly controller: TrialController; readonly began: number },
): Promise<TrialResult> {
  const patience = { seconds: 60 + size / 5, everyMs: 200 };
  const lost = () => verdictOn(rolls, fleet.written).lost;
  // What is lost is told by the result, not by this.
  await until('all rolls', () => lost().length === 0, patience).catch(() => undefined);
  const tookMs = rolls.lastAt - began;
  await until(
    'all records',
    async () =>
      (await client.list(deployments, { namespace })).items.every(({ metadata }) => metadata?.annotations?.[APPLIED] !== undefined),
    patience,
  ).catch(() => undefined);
  await controller.kill();
  controller.start();
  const fence = fleet.fence;
  await fleet.write(fence, 'fence');
  await until('the fence', () => !lost().some((what) => fence.concerns.some((name) => what.startsWith(`${name} `))), patience);
  await controller.kill();
  await rolls.stop();
  const { items } = await client.list(deployments, { namespace });
  return {
    ...verdictOn(rolls, fleet.written),
    changes: fleet.changes,
    rolls: [...rolls.variables.values()].flatMap((own) => [...own.values()]).flat().length,
    tookMs,
    generation: Math.max(...items.map(({ metadata }) => metadata?.generation ?? 0)),
    starts: controller.starts,
    memoryMiB: controller.memoryMiB,
  };
}
