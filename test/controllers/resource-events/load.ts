import type { ResourceEvent } from '../../../events/formats/resource-event.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { until } from '../../until.ts';
import { inOrder } from './told.ts';
import type { AgentWorld } from './world.ts';

/** Objects that come, change and go, each written one write after the other, all of them at once. */
export interface WorldLoad {
  /** Resolves once so many more were written than when it is called. */
  wrote(more: number): Promise<unknown>;
  /** Resolves when nothing is written any more. */
  stop(): Promise<WrittenWorld>;
}

/** All that was written, to compare with what was told. */
export interface WrittenWorld {
  /** What a reader was not told: the versions of states, and the names of objects that are gone. */
  missing(events: readonly ResourceEvent[]): readonly string[];
  /** What is there now, by name: `load-1 17`, sorted. */
  readonly world: readonly string[];
}

export interface LoadOptions {
  /** How many objects are written at once. @default 10 */
  readonly objects?: number;
  /** Between two writes of an object. @default nothing */
  readonly pause?: () => Promise<unknown>;
}

/** Each object is deleted after so many writes, and made again. */
const LIFE = 7;

export function startLoad(
  world: Pick<AgentWorld, 'client' | 'namespace' | 'remove'>,
  { objects = 10, pause = async () => undefined }: LoadOptions = {},
): WorldLoad {
  const stopping = new AbortController();
  const versions = new Set<string>();
  const lives: { readonly name: string; readonly uid: string }[] = [];
  let writes = 0;
  async function write(name: string): Promise<void> {
    for (let n = 1; !stopping.signal.aborted; n += 1) {
      if (n % LIFE === 0) await world.remove(name);
      else {
        const { metadata } = await world.client.patch(
          configMaps,
          { namespace: world.namespace, name },
          { apply: { metadata: { name, namespace: world.namespace }, data: { wood: String(n) } } },
        );
        versions.add(metadata?.resourceVersion ?? '');
        if (n % LIFE === 1) lives.push({ name, uid: metadata?.uid ?? '' });
      }
      writes += 1;
      await pause();
    }
  }
  const writing = Promise.all(Array.from({ length: objects }, (_, index) => write(`load-${index}`)));
  return {
    wrote(more) {
      const goal = writes + more;
      return until(`${more} more writes`, () => writes >= goal, { seconds: 180 });
    },
    async stop() {
      stopping.abort();
      await writing;
      const { items } = await world.client.list(configMaps, { namespace: world.namespace });
      const there = new Map(items.map(({ metadata, data }) => [metadata?.name ?? '', data?.['wood'] ?? '']));
      const living = new Set(items.map(({ metadata }) => metadata?.uid));
      return {
        world: inOrder(new Map([...there].filter(([name]) => name.startsWith('load-')))),
        missing(events) {
          const seen = new Set(events.flatMap((event) => ('now' in event ? (event.now.metadata?.resourceVersion ?? '') : '')));
          const deleted = new Set(events.flatMap((event) => (event.type === 'deleted' ? event.uid : [])));
          const gone = lives.filter(({ uid }) => !living.has(uid) && !deleted.has(uid));
          return [...versions].filter((version) => !seen.has(version)).concat(gone.map(({ name }) => name));
        },
      };
    },
  };
}
