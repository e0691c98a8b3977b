import type { Client } from '../../../../kube/client/client.ts';
import { reflect } from '../../../../kube/follow/reflect.ts';
import { deployments, type Deployment } from '../../../../kube/objects/built-in.ts';
import type { SeenRolls } from './verdict.ts';

/** What a watch shows of the rolls of a namespace's Deployments, from its first list on. */
export interface RollWatch extends SeenRolls {
  /** When the last of them was seen, by `performance.now()`. */
  readonly lastAt: number;
  stop(): Promise<void>;
}

interface Template {
  readonly text: string;
  readonly variables: ReadonlyMap<string, string>;
}

function templateOf({ spec }: Deployment): Template {
  const env = (spec?.template.spec?.containers ?? []).flatMap((container) => container.env ?? []);
  return {
    text: JSON.stringify(spec?.template),
    variables: new Map(env.flatMap(({ name, value = '' }) => (name.startsWith('STAKATER_') ? [[name, value]] : []))),
  };
}

/** Resolves once it has seen all that is there. */
export async function watchRolls(client: Client, namespace: string): Promise<RollWatch> {
  const stop = new AbortController();
  const begun = Promise.withResolvers<void>();
  const variables = new Map<string, Map<string, string[]>>();
  const stray: string[] = [];
  const known = new Map<string, Template>();
  let lastAt = NaN;
  const note = (name: string, before: Template, now: Template): void => {
    if (before.text === now.text) return;
    lastAt = performance.now();
    const changed = [...new Set([...before.variables.keys(), ...now.variables.keys()])].filter(
      (variable) => before.variables.get(variable) !== now.variables.get(variable),
    );
    if (changed.length === 0) stray.push(name);
    const own = variables.get(name) ?? new Map<string, string[]>();
    variables.set(name, own);
    for (const variable of changed) own.set(variable, [...(own.get(variable) ?? []), now.variables.get(variable) ?? '']);
  };
  const watching = (async () => {
    for await (const change of reflect(client, deployments, { namespace, signal: stop.signal })) {
      for (const object of change.type === 'replaced' ? change.objects : change.type === 'applied' ? [change.object] : []) {
        const [name, now] = [object.metadata?.name ?? '', templateOf(object)];
        const before = known.get(name);
        known.set(name, now);
        if (before !== undefined) note(name, before, now);
      }
      begun.resolve();
    }
  })();
  await begun.promise;
  return {
    variables,
    stray,
    get lastAt() {
      return lastAt;
    },
    async stop() {
      stop.abort();
      await watching;
    },
  };
}
