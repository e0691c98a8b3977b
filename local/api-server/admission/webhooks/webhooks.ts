import type { NodeHooks } from '../../contracts/node-hooks.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { ConversionTask } from './conversion/convert.ts';
import type { ObjectStore } from '../../store/store.ts';
import type { Attempt } from '../policies/attempt.ts';
import { isConfiguration } from '../policies/policies.ts';
import type { Hook } from './hook.ts';
import type { HookSurroundings } from './meant.ts';
import type { Refill } from './mutate.ts';

const GROUP = 'admissionregistration.k8s.io';
const COLLECTIONS = { mutating: `mutatingwebhookconfigurations.${GROUP}`, validating: `validatingwebhookconfigurations.${GROUP}` } as const;

type Kind = keyof typeof COLLECTIONS;

/** What asks webhooks: loaded for the first, since most servers never have one. */
interface WebhookEngine {
  hooksOf(configuration: StoredObject): readonly Hook[];
  mutate(hooks: readonly Hook[], attempt: Attempt, refill: Refill, around: HookSurroundings): Promise<StoredObject | undefined>;
  validate(hooks: readonly Hook[], attempt: Attempt, around: HookSurroundings): Promise<void>;
  convert(task: ConversionTask, store: ObjectStore): Promise<readonly StoredObject[]>;
}

/** The webhooks that are asked about what somebody is about to do. */
export interface CalledWebhooks {
  /** There are some. */
  readonly any: boolean;
  /** The object as they leave it; `refill` is what the server does to a changed one before it asks again. */
  mutate(attempt: Attempt, refill: Refill, around: HookSurroundings): Promise<StoredObject | undefined>;
  /** Throws a StatusError where one refuses. */
  validate(attempt: Attempt, around: HookSurroundings): Promise<void>;
  /** Objects as the webhook of their definition converts them. Throws a StatusError where it does not. */
  convert(task: ConversionTask): Promise<readonly StoredObject[]>;
}

export interface WebhooksOptions {
  readonly nodes: NodeHooks | undefined;
  readonly newUid: () => string;
  /** By which certificates are judged. @default the machine's */
  readonly clock?: (() => number) | undefined;
  /** Ends the connections to them. */
  readonly signal: AbortSignal;
}

async function loadEngine({ nodes, newUid, signal, clock }: WebhooksOptions): Promise<WebhookEngine> {
  const [{ hooksOf }, { mutate }, { validate }, { createPost }, { convert }] = await Promise.all([
    import('./hook.ts'),
    import('./mutate.ts'),
    import('./validate.ts'),
    import('./post.ts'),
    import('./conversion/convert.ts'),
  ]);
  const post = createPost(signal, clock);
  return {
    hooksOf,
    mutate: (hooks, attempt, refill, around) => mutate(hooks, attempt, refill, { ...around, post, newUid, nodes }),
    validate: (hooks, attempt, around) => validate(hooks, attempt, { ...around, post, newUid, nodes }),
    convert: (task, store) => convert(task, newUid(), { post, nodes, store }),
  };
}

export function createWebhooks(store: ObjectStore, options: WebhooksOptions): CalledWebhooks {
  let engine: Promise<WebhookEngine> | undefined;
  const known = new Map<Kind, readonly StoredObject[]>();
  store.subscribe(({ collection }) => {
    for (const kind of ['mutating', 'validating'] as const) if (collection === COLLECTIONS[kind]) known.delete(kind);
  });
  const current = (kind: Kind): readonly StoredObject[] => {
    const held = known.get(kind);
    if (held) return held;
    const collection = store.collection(COLLECTIONS[kind]);
    const all = collection.keys('').flatMap((key) => collection.get(key) ?? []);
    known.set(kind, all);
    return all;
  };
  const ask = async <T>(kind: Kind, attempt: Attempt, otherwise: T, act: (engine: WebhookEngine, hooks: readonly Hook[]) => Promise<T>) => {
    const configurations = current(kind);
    if (configurations.length === 0 || isConfiguration(attempt)) return otherwise;
    const loaded = await (engine ??= loadEngine(options));
    return act(loaded, configurations.flatMap(loaded.hooksOf));
  };
  return {
    get any() {
      return current('mutating').length > 0 || current('validating').length > 0;
    },
    mutate: (attempt, refill, around) =>
      ask('mutating', attempt, attempt.object, (loaded, hooks) => loaded.mutate(hooks, attempt, refill, around)),
    convert: async (task) => (await (engine ??= loadEngine(options))).convert(task, store),
    validate: (attempt, around) => ask<void>('validating', attempt, undefined, (loaded, hooks) => loaded.validate(hooks, attempt, around)),
  };
}
