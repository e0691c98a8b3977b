import type { Client, WatchEvent, WatchOptions } from '../kube/client/client.ts';
import { writeTitle } from '../controllers/runtime/why/write-title.ts';
import { events, pods } from '../kube/objects/built-in.ts';
import { keyOfName, nameOf, resourceTitle, type KubeObject, type ObjectName, type Resource } from '../kube/objects/resource.ts';

/** A client whose requests are counted, and its writes noted; and which can die. */
export interface ObservedClient {
  readonly client: Client;
  /** What it wrote, in its order: `apply services shop/hello`. Events and dry runs are not among it. */
  readonly writes: readonly string[];
  /** What is under way, in words. Watches are not among it. */
  underWay(): readonly string[];
  /** Nothing that it asked is answered any more, and nothing that it asks is sent. */
  die(): void;
}

const NEVER = (): Promise<never> => new Promise(() => {});

export function observeClient(client: Client): ObservedClient {
  const writes: string[] = [];
  const asking = new Set<{ readonly what: string }>();
  let dead = false;

  const ask = async <Answer>(what: string, act: () => Promise<Answer>): Promise<Answer> => {
    if (dead) return NEVER();
    const entry = { what };
    asking.add(entry);
    try {
      const answer = await act();
      return dead ? NEVER() : answer;
    } catch (error) {
      if (dead) return NEVER();
      throw error;
    } finally {
      asking.delete(entry);
    }
  };
  const write = <Answer>(
    verb: string,
    resource: Resource<KubeObject>,
    name: ObjectName,
    options: { readonly dryRun?: boolean; readonly subresource?: string } | undefined,
    act: () => Promise<Answer>,
  ): Promise<Answer> => {
    const what = writeTitle({ verb, resource, name, subresource: options?.subresource });
    const isNoted = !dead && options?.dryRun !== true && resource.plural !== events.plural;
    if (isNoted) writes.push(what);
    return ask(what, act);
  };
  async function* following<T extends KubeObject>(resource: Resource<T>, options?: WatchOptions): AsyncGenerator<WatchEvent<T>> {
    if (dead) await NEVER();
    try {
      for await (const event of client.watch(resource, options)) yield dead ? await NEVER() : event;
    } catch (error) {
      if (dead) await NEVER();
      throw error;
    }
    if (dead) await NEVER();
  }
  return {
    writes,
    underWay: () => [...asking].map(({ what }) => what),
    die: () => void (dead = true),
    client: {
      get: (resource, name, options) => ask(`get ${resourceTitle(resource)} ${keyOfName(name)}`, () => client.get(resource, name, options)),
      list: (resource, options) => ask(`list ${resourceTitle(resource)}`, () => client.list(resource, options)),
      async *listPages(resource, options) {
        const pages = client.listPages(resource, options);
        for (;;) {
          const page = await ask(`list ${resourceTitle(resource)}`, () => pages.next());
          if (page.done === true) return;
          yield page.value;
        }
      },
      watch: following,
      create: (resource, object, options) =>
        write('create', resource, nameOf(object), options, () => client.create(resource, object, options)),
      update: (resource, object, options) =>
        write('update', resource, nameOf(object), options, () => client.update(resource, object, options)),
      patch: (resource, name, patch, options) =>
        write('apply' in patch ? 'apply' : 'patch', resource, name, options, () => client.patch(resource, name, patch, options)),
      delete: (resource, name, options) => write('delete', resource, name, options, () => client.delete(resource, name, options)),
      evict: (name, options) => write('evict', pods, name, options, () => client.evict(name, options)),
      raw: (request) => ask(`${request.method ?? 'GET'} ${request.path}`, () => client.raw(request)),
    },
  };
}
