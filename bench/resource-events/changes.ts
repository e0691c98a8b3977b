import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../../ground/time/side-by-side.ts';
import { configMaps } from '../../kube/objects/built-in.ts';
import type { Client } from '../../kube/client/client.ts';
import { percentile } from '../figure.ts';
import type { ArrivedEvent } from './arrivals.ts';

/** When the server had answered to a change, by the resourceVersion that it gave to it. */
export type Changes = ReadonlyMap<string, number>;

/** Changes ConfigMaps `c-0`, `c-1` … of namespace default, one after the other. */
export interface Changer {
  /** So many a second for so long. */
  steadily(perSecond: number, seconds: number): Promise<Changes>;
  /** As fast as the server writes, from 16 clients at once. */
  flatOut(count: number): Promise<Changes>;
}

const TICK_MS = 5;
const AT_ONCE = 16;

const nameOf = (index: number): string => `c-${index}`;

export async function createConfigMaps(client: Client, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => nameOf(index));
  await sideBySide(names, AT_ONCE, (name) => client.create(configMaps, { metadata: { namespace: 'default', name }, data: { wood: '0' } }));
}

export function createChanger(client: Client, objects: number): Changer {
  let turn = 0;
  const changeOne = async (changes: Map<string, number>): Promise<void> => {
    turn += 1;
    const name = nameOf(turn % objects);
    const { metadata } = await client.patch(configMaps, { namespace: 'default', name }, { merge: { data: { wood: String(turn) } } });
    changes.set(metadata?.resourceVersion ?? '', performance.now());
  };
  return {
    async steadily(perSecond, seconds) {
      const changes = new Map<string, number>();
      const sent: Promise<void>[] = [];
      for (const began = performance.now(); sent.length < perSecond * seconds; await pause(TICK_MS)) {
        const due = Math.min(((performance.now() - began) * perSecond) / 1_000, perSecond * seconds);
        while (sent.length < due) sent.push(changeOne(changes));
      }
      await Promise.all(sent);
      return changes;
    },
    async flatOut(count) {
      const changes = new Map<string, number>();
      let left = count;
      const worker = async (): Promise<void> => {
        while (left-- > 0) await changeOne(changes);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      return changes;
    },
  };
}

/** What became of changes on their way. */
export interface Accounts {
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** From the server's answer to the message. */
  readonly tookMs: readonly number[];
}

export function accountFor(changes: Changes, arrivals: readonly ArrivedEvent[]): Accounts {
  const seen = new Set<string>();
  const last = new Map<string, number>();
  const left = new Set(changes.keys());
  const tookMs: number[] = [];
  let [doubled, outOfOrder] = [0, 0];
  for (const { at, event } of arrivals) {
    if (event.type !== 'updated') continue;
    const version = event.now.metadata?.resourceVersion ?? '';
    if (seen.has(event.id)) doubled += 1;
    seen.add(event.id);
    if (Number(version) < (last.get(event.uid) ?? 0)) outOfOrder += 1;
    last.set(event.uid, Number(version));
    left.delete(version);
    const answeredAt = changes.get(version);
    if (answeredAt !== undefined) tookMs.push(at - answeredAt);
  }
  return { lost: left.size, doubled, outOfOrder, tookMs };
}

export const inMs = ({ tookMs }: Accounts, share: number): number => percentile(tookMs, share);
