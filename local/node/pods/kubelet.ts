import { configMaps, nodes, persistentVolumeClaims, pods, secrets, type Pod } from '../../../kube/objects/built-in.ts';
import { keyOf } from '../../../kube/objects/resource.ts';
import type { Controller, Parts, Reconcile } from '../../../controllers/runtime/definition.ts';
import type { Container } from './container.ts';
import { isExpelled } from '../placement.ts';
import { hasEnded } from '../../../kube/objects/has-ended.ts';
import { readContainerLog, type ContainerLog } from './container-log.ts';
import { referencesOf } from './references.ts';
import { attend, dismiss, farewell, type Context, type KubeletOptions, type Taken } from './pod-life.ts';
import { deleteExactly } from './own-pods.ts';

export interface Kubelet extends Controller {
  /** Undefined where the container has not been started, or not twice where its run before is asked for. */
  log(pod: { readonly uid: string; readonly container: string; readonly previous: boolean }): ContainerLog | undefined;
  /** Undefined where it does not run. */
  container(pod: { readonly uid: string; readonly container: string }): Container | undefined;
  /** Ends every process, within the grace. */
  stopAll(graceMs: number): Promise<void>;
}

/** The node's part: it takes every pod, runs its containers as processes, and says how they are. */
export function createKubelet(options: KubeletOptions): Kubelet {
  const taken = new Map<string, Taken>();
  return {
    name: 'kubelet',
    summary: 'runs pods as processes of this machine',
    flags: {},
    setUp: (parts) => setUp(parts, options, taken),
    log({ uid, container, previous }) {
      const mine = taken.get(uid);
      const file = mine?.run.logFile(container, previous);
      if (mine === undefined || file === undefined) return undefined;
      const isOver = () => mine.gone || previous || mine.run.logFile(container, false) !== file || mine.run.hasEnded(container);
      return readContainerLog({ file, isOver, news: mine.news.next });
    },
    container: ({ uid, container }) => taken.get(uid)?.run.container(container),
    stopAll: async (graceMs) => void (await Promise.all([...taken.values()].map(({ run }) => run.stop(graceMs)))),
  };
}

/** Those names, in the pod's own namespace. */
const keysIn = ({ metadata }: Pod, names: ReadonlySet<string>): string[] =>
  [...names].map((name) => keyOf({ metadata: { namespace: metadata?.namespace ?? '', name } }));

function setUp(parts: Parts, options: KubeletOptions, taken: Map<string, Taken>): Reconcile {
  const all = parts.follow(pods, {
    keys: ({ object }) => [keyOf(object)],
    indexes: {
      configMap: (pod) => keysIn(pod, referencesOf(pod.spec ?? {}).configMaps),
      secret: (pod) => keysIn(pod, referencesOf(pod.spec ?? {}).secrets),
      all: () => [''],
      claim: (pod) => keysIn(pod, new Set((pod.spec?.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []))),
    },
  });
  const machines = parts.follow(nodes, { keys: () => all.by('all', '').map(keyOf) });
  const maps = parts.follow(configMaps, { keys: ({ object }) => all.by('configMap', keyOf(object)).map(keyOf) });
  const secretStore = parts.follow(secrets, { keys: ({ object }) => all.by('secret', keyOf(object)).map(keyOf) });
  const claims = parts.follow(persistentVolumeClaims, { keys: ({ object }) => all.by('claim', keyOf(object)).map(keyOf) });
  const context: Context = { parts, options, taken, maps, secretStore, claims };
  return async (key, { client }) => {
    const pod = all.get(key);
    for (const [uid, other] of taken) if (other.key === key && uid !== pod?.metadata?.uid) dismiss(context, uid, other, 0);
    if (pod === undefined) return 'on-change';
    const node = machines.get(options.nodeName);
    if (pod.spec?.nodeName !== options.nodeName) return 'on-change';
    if (pod.metadata?.deletionTimestamp !== undefined) return farewell(context, client, pod);
    if (node !== undefined && isExpelled(pod, node)) {
      parts.recordEvent(
        { resource: pods, object: pod },
        { type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${key}` },
      );
      await deleteExactly(client, pod);
      return 'on-change';
    }
    if (hasEnded(pod)) return 'on-change';
    return attend(context, client, pod);
  };
}
