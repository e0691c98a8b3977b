import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isRecord } from '../../../ground/json/json.ts';
import type { Client } from '../../../kube/client/client.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { deployments, pods, type Pod } from '../../../kube/objects/built-in.ts';
import { isReady } from '../../../kube/objects/pod-ready.ts';
import { SHOP_LABEL } from '../../../model/keys.ts';
import { parseBooks, type WorkerBooks, type GoodBooks } from '../../../kube/books/worker-books.ts';
import { until } from '../../until.ts';

export const shopOf = ({ metadata }: Pod): string => metadata?.labels?.[SHOP_LABEL] ?? '';
export const podName = ({ metadata }: Pod): string => metadata?.name ?? '';
export const uidOf = ({ metadata }: Pod): string => metadata?.uid ?? '';
const isLeaving = ({ metadata }: Pod): boolean => metadata?.deletionTimestamp !== undefined;

/** Of a worker that has ended in order: whose books, what they came to, and what nobody came for. */
export interface ClosedBooks {
  readonly id: string;
  readonly goods: ReadonlyMap<string, GoodBooks>;
  readonly left: Readonly<Record<string, number>>;
  readonly why: unknown;
}

/** The shops of one kingdom, on any cluster: what is asked of them, and done to them. */
export interface Shops {
  pods(): Promise<readonly Pod[]>;
  /** Workers that serve: ready, and not on their way out. */
  serving(shop: string): Promise<readonly Pod[]>;
  /** Once there are just so many workers of each shop, all ready, none of them one of `except`. Their logs are followed from then on. */
  settled(sizes: Readonly<Record<string, number>>, except?: ReadonlySet<string>): Promise<readonly Pod[]>;
  booksOf(pod: Pod): Promise<WorkerBooks>;
  post(pod: Pod, path: string, body: object, headers: Readonly<Record<string, string>>): Promise<unknown>;
  restart(shop: string): Promise<void>;
  scale(shop: string, replicas: number): Promise<void>;
  /** Evicts a pod as soon as its budget allows. */
  evict(pod: Pod): Promise<void>;
  /** The last words of all workers that were followed and are gone. */
  closed(): Promise<readonly ClosedBooks[]>;
}

const LONG_MS = 1_200_000;

export function shopsOf(client: Client, namespace: string): Shops {
  const followed = new Map<string, Promise<ClosedBooks>>();
  const list = async () => (await client.list(pods, { namespace, labelSelector: SHOP_LABEL })).items;
  const path = (pod: Pod, rest: string) => `/api/v1/namespaces/${namespace}/pods/${podName(pod)}${rest}`;
  const followLog = async (pod: Pod): Promise<ClosedBooks> => {
    const { body } = await client.raw({ path: path(pod, '/log'), query: { follow: true }, timeoutMs: LONG_MS });
    let last: unknown;
    for await (const line of createInterface({ input: Readable.from(body) }))
      if (line.includes('"message":"closed"')) last = JSON.parse(line);
    if (!isRecord(last)) throw new Error(`${podName(pod)} is gone without a last word`);
    const goods = new Map(Object.entries(last['goods'] as Record<string, GoodBooks>));
    return { id: String(last['books']), goods, left: (last['left'] ?? {}) as Record<string, number>, why: last['why'] };
  };
  const patch = (shop: string, merge: object) => client.patch(deployments, { namespace, name: shop }, { merge });
  return {
    pods: list,
    serving: async (shop) => (await list()).filter((pod) => shopOf(pod) === shop && isReady(pod) && !isLeaving(pod)),
    async settled(sizes, except = new Set()) {
      const all = await until(
        `the workers ${JSON.stringify(sizes)}, ready, and no others`,
        async () => {
          const found = await list();
          const counts = Object.entries(sizes).every(([shop, size]) => found.filter((pod) => shopOf(pod) === shop).length === size);
          return counts && found.every((pod) => isReady(pod) && !isLeaving(pod) && !except.has(uidOf(pod))) ? found : undefined;
        },
        { seconds: 240, everyMs: 500 },
      );
      for (const pod of all) {
        if (followed.has(uidOf(pod))) continue;
        const closing = followLog(pod);
        closing.catch(() => undefined); // it is asked for in the end
        followed.set(uidOf(pod), closing);
      }
      return all;
    },
    async booksOf(pod) {
      const { body } = await client.raw({ path: path(pod, ':8080/proxy/books') });
      const books = parseBooks(await text(Readable.from(body)));
      if (books === undefined) throw new Error(`${podName(pod)} does not answer with books`);
      return books;
    },
    async post(pod, at, body, headers) {
      const answer = await client.raw({
        method: 'POST',
        path: path(pod, `:8080/proxy${at}`),
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        timeoutMs: 20_000,
      });
      return JSON.parse(await text(Readable.from(answer.body)));
    },
    restart: async (shop) =>
      void (await patch(shop, { spec: { template: { metadata: { annotations: { restarted: String(performance.now()) } } } } })),
    scale: async (shop, replicas) => void (await patch(shop, { spec: { replicas } })),
    evict: async (pod) =>
      void (await until(`the eviction of ${podName(pod)}`, async () => {
        try {
          await client.evict({ namespace, name: podName(pod) }, { uid: uidOf(pod) });
        } catch (error) {
          if (!ApiError.is(error, 'not-found')) throw error;
        }
        return true;
      })),
    async closed() {
      const there = new Set((await list()).map(uidOf));
      return Promise.all([...followed].filter(([uid]) => !there.has(uid)).map(([, closing]) => closing));
    },
  };
}
