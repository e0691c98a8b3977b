import { objectOrEmpty } from '../../../ground/json/json.ts';
import { numberAt, textAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { forbidden } from '../contracts/status-error.ts';
import { sentName } from './sent-name.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';

const CLASSES = 'priorityclasses.scheduling.k8s.io';

const globalDefault = (store: ObjectStore): StoredObject | undefined => {
  const classes = store.collection(CLASSES);
  return classes
    .keys('')
    .flatMap((key) => classes.get(key) ?? [])
    .filter((each) => each['globalDefault'] === true)
    .sort((a, b) => (numberAt(a, 'value') ?? 0) - (numberAt(b, 'value') ?? 0))[0];
};

/** A new pod with the priority of its class. Throws a StatusError where there is no such class, or the pod says otherwise. */
export function withPriority(pod: StoredObject, served: ServedResource, store: ObjectStore): StoredObject {
  if (groupResourceOf(served.resource) !== 'pods') return pod;
  const spec = objectOrEmpty(pod['spec']);
  const name = textAt(spec, 'priorityClassName');
  const found = name === '' ? globalDefault(store) : store.collection(CLASSES).get(keyOf(undefined, name));
  const refuse = (why: string) => forbidden(served.resource, sentName(pod), why);
  if (name !== '' && !found) throw refuse(`no PriorityClass with name ${name} was found`);
  const [given, value] = [numberAt(spec, 'priority'), numberAt(found, 'value') ?? 0];
  if (given !== undefined && given !== value)
    throw refuse(
      `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  if (!found) return pod;
  const preemption = { preemptionPolicy: spec['preemptionPolicy'] ?? found['preemptionPolicy'] ?? 'PreemptLowerPriority' };
  return { ...pod, spec: { ...spec, priorityClassName: found.metadata.name, priority: value, ...preemption } };
}

/** Throws a StatusError where two classes want to be that of all pods without one. */
export function oneGlobalDefault(object: StoredObject, served: ServedResource, store: ObjectStore): void {
  if (groupResourceOf(served.resource) !== CLASSES || object['globalDefault'] !== true) return;
  const other = globalDefault(store);
  if (!other || other.metadata.name === object.metadata.name) return;
  const why = `PriorityClass ${other.metadata.name ?? ''} is already marked as default. Only one default can exist`;
  throw forbidden(served.resource, object.metadata.name ?? '', why);
}
