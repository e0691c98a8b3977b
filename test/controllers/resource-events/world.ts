import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../../kube/connect.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { startAgent, readEvents, type Agent, type EventReading } from './agent.ts';

/** A cluster with agents, and what they publish. */
export interface AgentWorld {
  readonly client: Connection['client'];
  readonly kubeconfig: string;
  /** The bus of this world. */
  readonly bus: string;
  readonly namespace: string;
  readonly folder: string;
  /** An agent without a Lease that publishes CloudEvents of ConfigMaps of the world's namespace. */
  start(...args: readonly string[]): Agent;
  /** The same of everything. */
  startForAll(...args: readonly string[]): Agent;
  read(url?: string): EventReading;
  /** Answers its version. */
  put(name: string, wood: string | number): Promise<string>;
  remove(name: string): Promise<void>;
  /** Ends all agents and readings. */
  end(): Promise<void>;
}

let worlds = 0;

export async function createWorld(kubeconfigText: string, namespace = 'default'): Promise<AgentWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-events-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigText);
  const connection = await connect({ env: {}, kubeconfig });
  const { client } = connection;
  const agents: Agent[] = [];
  const readings: EventReading[] = [];
  worlds += 1;
  const bus = `mem://world-${worlds}-${process.pid}`;
  const startForAll = (...args: readonly string[]): Agent => {
    const usual = [`--event-writer-url=${bus}`, '--format=cloudevents', '--leader-elect=false', `--lease-namespace=${namespace}`];
    const agent = startAgent({ kubeconfig, args: [...usual, ...args] });
    agents.push(agent);
    return agent;
  };
  return {
    client,
    kubeconfig,
    bus,
    namespace,
    folder,
    start: (...args) => startForAll('--include=configmaps', `--namespace=${namespace}`, ...args),
    startForAll,
    read(url = bus) {
      const reading = readEvents(url);
      readings.push(reading);
      return reading;
    },
    async put(name, wood) {
      const apply = { metadata: { name, namespace }, data: { wood: String(wood) } };
      const { metadata } = await client.patch(configMaps, { namespace, name }, { apply });
      return metadata?.resourceVersion ?? '';
    },
    remove: (name) => client.delete(configMaps, { namespace, name }),
    async end() {
      await Promise.all(agents.map((agent) => agent.stop()));
      await Promise.all(readings.map((reading) => reading.stop()));
      await connection.close();
      rmSync(folder, { recursive: true });
    },
  };
}
