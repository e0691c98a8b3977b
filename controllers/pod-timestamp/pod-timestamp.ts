import { ApiError } from '../../kube/errors/api-error.ts';
import { pods } from '../../kube/objects/built-in.ts';
import { keyOf, metadataOf, nameOfKey, type KubeObject } from '../../kube/objects/resource.ts';
import type { Store } from '../../kube/follow/store.ts';
import { timestamp } from '../../ground/time/rfc3339.ts';
import type { Controller, Parts, Reconcile } from '../runtime/definition.ts';
import { key, namespaces, selector } from '../runtime/flags/flag-values.ts';
import { UsageError } from '../runtime/flags/flags.ts';
import { eventRights } from '../runtime/rights/event-rights.ts';
import { asks, stampOf, trimmed, type Keys } from './decide.ts';

const flags = {
  'ask-annotation': key({
    env: ['ASK_ANNOTATION'],
    fallback: 'addtime',
    help: 'the annotation by which a pod asks for the time, with any value',
  }),
  'stamp-annotation': key({ env: ['STAMP_ANNOTATION'], fallback: 'timestamp', help: 'the annotation that the time is written to' }),
  namespaces: namespaces({ env: ['NAMESPACES'], help: 'only pods of these namespaces; default: all' }),
  selector: selector({ env: ['SELECTOR'], help: 'only pods with these labels, as kubectl takes them' }),
};

const metadata = metadataOf(pods);

/** Writes the time on pods that ask for it: once, and again if it was taken away. */
export const podTimestamp: Controller<typeof flags> = {
  name: 'pod-timestamp',
  summary: 'writes the time on pods that ask for it',
  flags,
  rights: ({ namespaces: only }) => [
    { verbs: ['patch'], resource: pods, namespaces: only, without: 'no pod is stamped', vitalFor: 'to stamp pods' },
    eventRights(only),
  ],
  setUp(parts, { 'ask-annotation': ask, 'stamp-annotation': stamp, namespaces: only, selector: labelSelector }) {
    if (ask === stamp)
      throw new UsageError(`--ask-annotation and --stamp-annotation are both "${ask}": the time needs an annotation of its own`);
    const keys: Keys = { ask, stamp };
    const store = parts.follow(metadata, {
      namespaces: only,
      ...(labelSelector === '' ? {} : { labelSelector }),
      transform: (pod) => trimmed(pod, keys),
      without: 'no pod is stamped',
      vitalFor: 'to see pods',
      keys: ({ type, object }) => (type !== 'deleted' && asks(object, keys) ? [keyOf(object)] : []),
    });
    return reconcile(parts, store, keys);
  },
};

/** A test of the patch did not hold: the server names no field then, as it does where the object would break a rule. */
const changedMeanwhile = (error: unknown): boolean => ApiError.is(error, 'invalid') && error.causes.length === 0;

const reconcile =
  ({ log, recordEvent, wall }: Parts, store: Store<KubeObject>, keys: Keys): Reconcile =>
  async (name, { client }) => {
    const pod = store.get(name);
    if (pod === undefined || !asks(pod, keys)) return 'on-change';
    const time = timestamp(wall());
    try {
      await client.patch(metadata, nameOfKey(name), { json: stampOf(pod, keys, time) });
    } catch (error) {
      if (ApiError.is(error, 'not-found')) return 'on-change'; // the pod is gone, and nobody needs to know its time
      if (changedMeanwhile(error)) throw new ApiError('conflict', `pod ${name} has changed since it was read`, { cause: error });
      if (ApiError.is(error, 'forbidden', 'invalid'))
        recordEvent({ resource: pods, object: pod }, { type: 'Warning', reason: 'StampFailed', message: error.message });
      throw error;
    }
    log.info({ pod: name, [keys.stamp]: time }, 'pod stamped');
    return 'on-change';
  };
