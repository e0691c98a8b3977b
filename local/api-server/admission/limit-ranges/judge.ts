import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import { formatQuantity, numberOf, type Quantity } from '../../../../ground/text/quantity.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { amountsIn, amountsOf, amountsOfPod, type Amounts } from './amounts.ts';

/** Something that a limit is about: a container, a pod, a claim. */
interface Subject {
  readonly type: string;
  readonly requests: Amounts;
  /** Absent where there are none to set. */
  readonly limits?: Amounts;
}

type Judge = (subject: Subject, name: string, bound: Quantity) => string | undefined;

const least: Judge = ({ type, requests, limits }, name, bound) => {
  const told = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  const [request, limit] = [requests.get(name), limits?.get(name)];
  if (!request) return `${told}. No request is specified`;
  if (request.nano < bound.nano) return `${told}, but request is ${formatQuantity(request)}`;
  return limit && limit.nano < bound.nano ? `${told}, but limit is ${formatQuantity(limit)}` : undefined;
};

const most: Judge = ({ type, requests, limits }, name, bound) => {
  const told = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  const [request, limit] = [requests.get(name), limits?.get(name)];
  if (limits && !limit) return `${told}. No limit is specified`;
  if (!limits && !request) return `${told}. No request is specified`;
  if (limit && limit.nano > bound.nano) return `${told}, but limit is ${formatQuantity(limit)}`;
  return request && request.nano > bound.nano ? `${told}, but request is ${formatQuantity(request)}` : undefined;
};

const ratio: Judge = ({ type, requests, limits }, name, bound) => {
  const told = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}`;
  const [request, limit] = [requests.get(name), limits?.get(name)];
  if (!request || request.nano === 0n) return `${told}, but no request is specified or request is 0`;
  if (!limit || limit.nano === 0n) return `${told}, but no limit is specified or limit is 0`;
  const provided = numberOf(limit) / numberOf(request);
  return provided > numberOf(bound) ? `${told}, but provided ratio is ${provided.toFixed(6)}` : undefined;
};

const broken = (limit: JsonObject, subject: Subject, judges: Readonly<Record<string, Judge>>): readonly string[] =>
  Object.entries(judges).flatMap(([field, judge]) =>
    [...amountsOf(objectAt(limit, field))].flatMap(([name, bound]) => judge(subject, name, bound) ?? []),
  );

const FOR_PODS = { min: least, max: most, maxLimitRequestRatio: ratio };

function brokenByPod(limit: JsonObject, spec: JsonObject): readonly string[] {
  const type = textAt(limit, 'type');
  if (type === 'Pod') {
    const whole = { type, requests: amountsOfPod(spec, 'requests'), limits: amountsOfPod(spec, 'limits') };
    return broken(limit, whole, FOR_PODS);
  }
  if (type !== 'Container') return [];
  return ['containers', 'initContainers'].flatMap((list) =>
    objectsAt(spec, list).flatMap((container) =>
      broken(limit, { type, requests: amountsIn(container, 'requests'), limits: amountsIn(container, 'limits') }, FOR_PODS),
    ),
  );
}

function brokenByClaim(limit: JsonObject, spec: JsonObject): readonly string[] {
  const type = textAt(limit, 'type');
  if (type !== 'PersistentVolumeClaim') return [];
  return broken(limit, { type, requests: amountsOf(objectAt(objectAt(spec, 'resources'), 'requests')) }, { min: least, max: most });
}

/** What a range has against a pod or a claim, in one sentence; undefined where it has nothing. */
export function brokenLimits(object: StoredObject, range: StoredObject): string | undefined {
  const spec = objectAt(object, 'spec') ?? {};
  const found = objectsAt(objectAt(range, 'spec'), 'limits').flatMap((limit) =>
    object.kind === 'Pod' ? brokenByPod(limit, spec) : brokenByClaim(limit, spec),
  );
  const once = [...new Set(found)];
  return once.length > 1 ? `[${once.join(', ')}]` : once[0];
}
