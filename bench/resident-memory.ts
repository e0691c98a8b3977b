import { setTimeout as pause } from 'node:timers/promises';
import { startController } from '../test/controllers/runtime/controller-process.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { endSignal } from './profile/profiling.ts';

/** For what was allocated while it started to be given back. */
const REST_MS = 10_000;

export interface RestingController {
  readonly name: string;
  readonly kubeconfig: string;
  /** The entry of civ: compiled, or from the sources. */
  readonly entry: string;
  /** What it logs once it has everything in its cache. */
  readonly until: string;
}

/** What a controller has resident, in MiB, as it is deployed, once it has nothing to do. */
export async function residentMiB({ name, kubeconfig, entry, until }: RestingController): Promise<number> {
  const controller = startController({ name, kubeconfig, entry, args: ['--leader-elect=false'], env: deployedEnvironment(name) });
  try {
    await controller.logged(until);
    await pause(REST_MS);
    const [, text] = await controller.get('/metrics');
    return Number(/^process_resident_memory_bytes (?<bytes>\S+)$/m.exec(text)?.groups?.['bytes']) / 1_048_576;
  } finally {
    controller.kill(endSignal());
    await controller.ended;
  }
}
