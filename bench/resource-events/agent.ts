import { startController, type ControllerProcess } from '../../test/controllers/runtime/controller-process.ts';
import { until } from '../../test/until.ts';
import { deployedEnvironment } from '../deployed-environment.ts';
import { cpuSeconds, memoryMiB } from '../process-cost.ts';
import { withProfile } from '../profile/profiling.ts';

/** The agent as the image runs it, and what it takes of the machine. */
export interface MeasuredAgent extends ControllerProcess {
  readonly startedAt: number;
  residentMiB(): number;
  /** The most that it ever took. */
  mostMiB(): number;
  cpuSeconds(): number;
  /** How many changes wait for the bus. */
  pending(): Promise<number>;
  /** It is ready, and all that was listed is published. */
  settled(): Promise<unknown>;
}

export interface AgentToMeasure {
  readonly entry: string;
  readonly kubeconfig: string;
  readonly bus: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startAgent({ entry, kubeconfig, bus, env = {} }: AgentToMeasure): MeasuredAgent {
  const startedAt = performance.now();
  const agent = startController({
    name: 'resource-events',
    kubeconfig,
    entry,
    // What every controller is deployed with, and this one.
    env: { ...deployedEnvironment('pod-timestamp'), NODE_OPTIONS: withProfile('--max-semi-space-size=2'), ...env },
    args: [`--event-writer-url=${bus}`, '--kollect-addr='],
  });
  const pending = async (): Promise<number> => {
    const [, text] = await agent.get('/metrics');
    return Number(/^civ8s_resource_events_pending (?<count>\S+)$/m.exec(text)?.groups?.['count']);
  };
  return {
    ...agent,
    startedAt,
    residentMiB: () => memoryMiB(agent.pid),
    mostMiB: () => memoryMiB(agent.pid, 'VmHWM'),
    cpuSeconds: () => cpuSeconds(agent.pid),
    pending,
    async settled() {
      await until('the agent to be ready', async () => (await agent.get('/readyz'))[0] === 200, { everyMs: 50 });
      await until('all to be published', async () => (await pending()) === 0, { everyMs: 50, seconds: 300 });
    },
  };
}
