import type { StoredObject } from '../contracts/kube-object.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';
import type { Attempt } from './policies/attempt.ts';

/** What a namespace asks of what is in it: limits, quotas and the security of its pods. */
interface NamespaceEngine {
  fillIn(object: StoredObject, store: ObjectStore): StoredObject;
  /** Throws a StatusError where a rule is broken. */
  judge(attempt: Attempt, store: ObjectStore): void;
  charge(attempt: Attempt, store: ObjectStore): void;
}

export interface NamespaceRules {
  /** They are loaded: some namespace has rules, or had. */
  readonly any: boolean;
  /** Whether a write meets rules that are not loaded yet: most servers never have any. */
  needs(served: ServedResource, namespace: string | undefined, body: Buffer): boolean;
  load(): Promise<void>;
  /** A new pod with what its namespace gives to those that say nothing. */
  fillIn(object: StoredObject): StoredObject;
  judge(attempt: Attempt): void;
  charge(attempt: Attempt): void;
}

const LABELS = 'pod-security.kubernetes.io/';

async function loadEngine(): Promise<NamespaceEngine> {
  const [{ fillInLimits, judgeLimits }, { keepPodsSecure }, { chargeQuotas }] = await Promise.all([
    import('./limit-ranges/limit-ranges.ts'),
    import('./pod-security/pod-security.ts'),
    import('./quotas/quotas.ts'),
  ]);
  return {
    fillIn: fillInLimits,
    judge(attempt, store) {
      judgeLimits(attempt, store);
      keepPodsSecure(attempt, store);
    },
    charge: chargeQuotas,
  };
}

export function createNamespaceRules(store: ObjectStore): NamespaceRules {
  let engine: NamespaceEngine | undefined;
  let loading: Promise<void> | undefined;
  const hasRules = (namespace: string): boolean =>
    ['limitranges', 'resourcequotas'].some((plural) => store.collection(plural).keys(`${namespace}/`).length > 0) ||
    Object.keys(store.collection('namespaces').get(keyOf(undefined, namespace))?.metadata.labels ?? {}).some((key) =>
      key.startsWith(LABELS),
    );
  return {
    get any() {
      return engine !== undefined;
    },
    needs({ resource }, namespace, body) {
      if (engine !== undefined) return false;
      if (namespace !== undefined) return hasRules(namespace);
      return resource.plural === 'namespaces' && resource.group === '' && body.includes(LABELS);
    },
    load: () =>
      (loading ??= loadEngine().then((made) => {
        engine = made;
      })),
    fillIn: (object) => engine?.fillIn(object, store) ?? object,
    judge: (attempt) => engine?.judge(attempt, store),
    charge: (attempt) => engine?.charge(attempt, store),
  };
}
