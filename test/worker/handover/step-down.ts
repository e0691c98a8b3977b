import { randomUUID } from 'node:crypto';
import { DELETION_COST_ANNOTATION } from '../../../model/keys.ts';
import { until } from '../../until.ts';
import { podName, shopOf, uidOf, type Shops } from './shops.ts';

/**
 * Buys the oldest goldsmith empty and takes one goldsmith away: without a cost of deletion it would be the youngest.
 * Answers who was bought empty, and who is gone.
 */
export async function stepDown(shops: Shops): Promise<{ readonly poorest: string; readonly gone: readonly string[] }> {
  const smiths = (await shops.pods()).filter((pod) => shopOf(pod) === 'goldsmith');
  const age = ({ status, metadata }: (typeof smiths)[number]) => status?.startTime ?? metadata?.creationTimestamp ?? '';
  const [oldest] = smiths.toSorted((one, other) => (age(one) < age(other) ? -1 : 1));
  if (oldest === undefined) throw new Error('there is no goldsmith');
  const costs = async () =>
    new Map(
      (await shops.pods())
        .filter((pod) => shopOf(pod) === 'goldsmith')
        .map((pod) => [uidOf(pod), Number(pod.metadata?.annotations?.[DELETION_COST_ANNOTATION])]),
    );
  await until('stocks of gold', async () => [...(await costs()).values()].every((cost) => cost >= 3_000), { seconds: 120 });
  await shops.post(oldest, '/sell', { item: 'gold', quantity: 1_000_000, atLeast: 1 }, { 'idempotency-key': randomUUID() });
  await until('a sign that the oldest has the least', async () => ((await costs()).get(uidOf(oldest)) ?? NaN) < 1_500);
  await shops.scale('goldsmith', smiths.length - 1);
  const rest = await until('one goldsmith less', async () => {
    const now = (await shops.pods()).filter((pod) => shopOf(pod) === 'goldsmith' && pod.metadata?.deletionTimestamp === undefined);
    return now.length === smiths.length - 1 ? now : undefined;
  });
  const left = new Set(rest.map(uidOf));
  return { poorest: podName(oldest), gone: smiths.filter((pod) => !left.has(uidOf(pod))).map(podName) };
}
