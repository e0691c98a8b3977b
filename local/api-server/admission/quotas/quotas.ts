import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import { formatQuantity, type Quantity } from '../../../../ground/text/quantity.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { groupResourceOf } from '../../contracts/resource-info.ts';
import { forbidden } from '../../contracts/status-error.ts';
import { keyOfObject, type ObjectStore } from '../../store/store.ts';
import { amountsIn, amountsOf, sumOf, type Amounts } from '../limit-ranges/amounts.ts';
import type { Attempt } from '../policies/attempt.ts';
import { computed, isAbout, usageOf } from './usage.ts';

/** What each container must say, if a quota counts it. */
const MUST_SAY: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

const told = (amounts: Amounts): string =>
  [...amounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, amount]) => `${name}=${formatQuantity(amount)}`)
    .join(',');

const only = (amounts: Amounts, is: (name: string, amount: Quantity) => boolean): Amounts =>
  new Map([...amounts].filter(([name, amount]) => is(name, amount)));

/** What a pod does not say and a quota has to know: `requests.cpu for: main`. */
function unsaid(pod: StoredObject, hard: Amounts): string {
  const spec = objectAt(pod, 'spec');
  const containers = ['containers', 'initContainers'].flatMap((list) => objectsAt(spec, list));
  const missing = [...hard.keys()]
    .filter((name) => MUST_SAY.has(name))
    .sort()
    .map((name) => {
      const silent = containers.filter(
        (container) => !computed(amountsIn(container, 'requests'), amountsIn(container, 'limits')).has(name),
      );
      return { name, silent: [...new Set(silent.map((container) => textAt(container, 'name')))].sort() };
    })
    .filter(({ silent }) => silent.length > 0);
  return missing.map(({ name, silent }) => `${name} for: ${silent.join(',')}`).join('; ');
}

export const quotasOf = (store: ObjectStore, namespace: string): readonly StoredObject[] => {
  const quotas = store.collection('resourcequotas');
  return namespace === '' ? [] : quotas.keys(`${namespace}/`).flatMap((key) => quotas.get(key) ?? []);
};

/** What the write adds: an object that is there already is counted already. */
function addedBy({ served, object, old }: Attempt, quota: StoredObject): Amounts {
  const resource = groupResourceOf(served.resource);
  const now = object ? usageOf(resource, object) : new Map<string, Quantity>();
  const before = old && isAbout(quota, old) ? usageOf(resource, old) : new Map<string, Quantity>();
  const change = [...now].map(([name, amount]) => [name, { ...amount, nano: amount.nano - (before.get(name)?.nano ?? 0n) }] as const);
  return new Map(change.filter(([, { nano }]) => nano > 0n));
}

const isCounted = ({ operation, subresource }: Attempt): boolean =>
  subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');

/** Throws a StatusError where a quota of the namespace is exceeded; else the quotas are charged, unless it is a dry run. */
export function chargeQuotas(attempt: Attempt, store: ObjectStore): void {
  const { object, served, name, dryRun } = attempt;
  if (!object || !isCounted(attempt)) return;
  const charged: StoredObject[] = [];
  for (const quota of quotasOf(store, attempt.namespace)) {
    if (!isAbout(quota, object)) continue;
    const status = objectAt(quota, 'status');
    const [hard, used] = [amountsOf(objectAt(status, 'hard')), amountsOf(objectAt(status, 'used'))];
    const silent = object.kind === 'Pod' && attempt.operation === 'CREATE' ? unsaid(object, hard) : '';
    const refuse = (why: string) => forbidden(served.resource, name, why);
    if (silent !== '') throw refuse(`failed quota: ${quota.metadata.name ?? ''}: must specify ${silent}`);
    const requested = only(addedBy(attempt, quota), (resource) => hard.has(resource));
    if (requested.size === 0) continue;
    const next = sumOf([used, requested]);
    const exceeded = only(requested, (resource) => (next.get(resource)?.nano ?? 0n) > (hard.get(resource)?.nano ?? 0n));
    if (exceeded.size > 0) {
      const masked = (amounts: Amounts) => told(only(amounts, (resource) => exceeded.has(resource)));
      throw refuse(
        `exceeded quota: ${quota.metadata.name ?? ''}, requested: ${told(exceeded)}, used: ${masked(used)}, limited: ${masked(hard)}`,
      );
    }
    charged.push({ ...quota, status: { ...status, used: asText(next) } });
  }
  if (!dryRun) for (const quota of charged) store.put('resourcequotas', keyOfObject(quota), quota);
}

export const asText = (amounts: Amounts): JsonObject =>
  Object.fromEntries([...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, amount]) => [name, formatQuantity(amount)]));
