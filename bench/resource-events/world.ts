import { availableParallelism, loadavg } from 'node:os';
import { connect } from '../../kube/connect.ts';
import { configMaps } from '../../kube/objects/built-in.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { startRealApiServer } from '../../test/real/kube-apiserver.ts';
import { imageEntry } from '../image.ts';
import { endSignal } from '../profile/profiling.ts';
import { startAgent, type AgentToMeasure, type MeasuredAgent } from './agent.ts';
import { arrivalsOn, type Arrivals } from './arrivals.ts';
import { createChanger, createConfigMaps, type Changer } from './changes.ts';

/** A real API server with many ConfigMaps, a real NATS, and one agent after the other between them, as the image has it. */
export interface EventsWorld {
  readonly objects: number;
  readonly changer: Changer;
  readonly arrivals: Arrivals;
  /** Of NATS: `nats://host:port`. */
  readonly nats: string;
  readonly subject: string;
  start(options?: Partial<Pick<AgentToMeasure, 'bus' | 'env'>>): MeasuredAgent;
  /** The next start is a first one. */
  forget(): Promise<void>;
}

export async function withEventsWorld(objects: number, work: (world: EventsWorld) => Promise<void>): Promise<void> {
  const nats = process.env['NATS_SERVER_URL'];
  if (nats === undefined) throw new Error('NATS_SERVER_URL is not set: give the address of a NATS with JetStream, nats://host:port');
  const entry = imageEntry();
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 64 });
  const { client } = connection;
  const subject = `bench-${process.pid}`;
  const arrivals = await arrivalsOn(nats, subject);
  const agents: MeasuredAgent[] = [];
  try {
    await createConfigMaps(client, objects);
    await work({
      objects,
      changer: createChanger(client, objects),
      arrivals,
      nats,
      subject,
      start({ bus = `nats://${subject}`, env = {} } = {}) {
        const agent = startAgent({ entry, kubeconfig: server.kubeconfig, bus, env: { NATS_SERVER_URL: nats, ...env } });
        agents.push(agent);
        return agent;
      },
      async forget() {
        try {
          await client.delete(configMaps, { namespace: 'default', name: 'civ8s-resource-events' });
        } catch (error) {
          if (!ApiError.is(error, 'not-found')) throw error;
        }
      },
    });
  } finally {
    for (const { kill } of agents) kill(endSignal());
    await Promise.all(agents.map(({ ended }) => ended));
    await arrivals.stop();
    await connection.close();
    await server.stop();
  }
}

/** Times say little where others are at work: what the processor needs does. */
export const loadOfTheMachine = (): string =>
  `the machine: ${availableParallelism()} processors, ${(loadavg()[0] ?? 0).toFixed(1)} that want one, of which this takes about 2`;
