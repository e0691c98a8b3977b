import { Admin } from '@platformatic/kafka';
import { until } from '../../until.ts';
import type { Destination } from './bus-contract.ts';

type Env = Destination['env'];

export interface TopicOptions {
  /** @default 3 */
  readonly partitions?: number;
  readonly configs?: { readonly name: string; readonly value: string }[];
}

export async function administer<T>(env: Env, act: (admin: Admin) => Promise<T>): Promise<T> {
  const bootstrapBrokers = (env['KAFKA_BROKERS'] ?? '').split(',');
  const admin = new Admin({ clientId: 'test', bootstrapBrokers, retries: 20, retryDelay: 50 });
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
}

/** Makes a topic, and waits until each partition's leader knows that it is that: it is named the leader a moment before. */
export async function makeTopic(env: Env, topic: string, { partitions = 3, configs = [] }: TopicOptions = {}): Promise<void> {
  await administer(env, async (admin) => {
    await admin.createTopics({ topics: [topic], partitions, replicas: 1, configs });
    const latest = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1n }));
    await until('the leaders', async () => (await admin.listOffsets({ topics: [{ name: topic, partitions: latest }] })).length === 1);
  });
}
