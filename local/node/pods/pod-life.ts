import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { pods, type ConfigMap, type PersistentVolumeClaim, type Pod, type Secret } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { keyOf, nameOf } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';
import type { Parts } from '../../../controllers/runtime/definition.ts';
import { createConditions, type Conditions } from '../../../ground/time/condition.ts';
import { sameStatus } from '../same-status.ts';
import { boundFolder } from '../claims/claims.ts';
import { freePorts } from './free-ports.ts';
import { hasEnded } from '../../../kube/objects/has-ended.ts';
import { hostNameOf } from './host-name.ts';
import { createPodRun, type PodRun } from './pod-run.ts';
import { podStatus } from './pod-status.ts';
import { PORTS_ANNOTATION } from '../../../model/keys.ts';
import { containerPorts, portsOf, renderPorts } from './ports.ts';
import type { Launcher } from './process.ts';
import type { Program } from './program.ts';
import { tokenFor, writeServiceAccount, type Token } from './service-account.ts';

/** What pods are run on and with. */
export interface KubeletOptions extends Program {
  readonly nodeName: string;
  readonly ip: string;
  /** Where the pods have their folders. */
  readonly folder: string;
  readonly server: string;
  readonly caCertificate: string;
  readonly launch: Launcher;
  /** What every process of a namespace is given. */
  readonly environment: (namespace: string) => Readonly<Record<string, string>>;
}

/** A pod that was taken: it stays until all of it has ended. */
export interface Taken {
  readonly key: string;
  readonly folder: string;
  readonly run: PodRun;
  token: Token;
  going: boolean;
  gone: boolean;
  /** It has run for longer than it may. */
  expired: boolean;
  /** Each line of its logs, and each change. */
  readonly news: Conditions;
}

export interface Context {
  readonly parts: Parts;
  readonly options: KubeletOptions;
  readonly taken: Map<string, Taken>;
  readonly maps: Store<ConfigMap>;
  readonly secretStore: Store<Secret>;
  readonly claims: Store<PersistentVolumeClaim>;
}

/** A pod that is to run: it is brought forward by a step, and says how it is. */
export async function attend(context: Context, client: Client, pod: Pod): Promise<'on-change' | { readonly afterMs: number }> {
  const { parts, options, taken } = context;
  const wanted = containerPorts(pod);
  if (portsOf(pod).size < wanted.length) {
    const free = await freePorts(wanted.length, options.ip);
    const ports = new Map(wanted.map((port, index) => [port, free[index] ?? port]));
    await client.patch(pods, nameOf(pod), {
      merge: { metadata: { uid: pod.metadata?.uid, annotations: { [PORTS_ANNOTATION]: renderPorts(ports) } } },
    });
    return 'on-change';
  }
  const uid = pod.metadata?.uid ?? '';
  const mine = taken.get(uid) ?? (await take(context, client, pod));
  taken.set(uid, mine);
  if (mine.token.renewAt <= parts.wall()) {
    mine.token = await tokenFor(client, pod, parts.wall);
    writeServiceAccount(join(mine.folder, 'serviceaccount'), mine.token.text, {
      server: options.server,
      caCertificate: options.caCertificate,
      namespace: pod.metadata?.namespace ?? '',
    });
  }
  const leftMs = deadlineInMs(pod, mine.run.view.startedAt, parts.wall());
  if (leftMs === 0) return expire(context, client, pod, mine);
  const { againMs } = mine.run.advance(pod);
  const status = podStatus(pod, mine.run.view, parts.wall());
  if (!sameStatus(pod.status, { ...pod.status, ...status }))
    await client.patch(pods, nameOf(pod), { merge: { metadata: { uid }, status } }, { subresource: 'status' });
  const untilRenewal = mine.token.renewAt - parts.wall();
  return { afterMs: Math.max(0, Math.min(againMs ?? untilRenewal, untilRenewal, leftMs ?? untilRenewal)) };
}

/** How long it may still run; undefined where it may run for ever. */
const deadlineInMs = ({ spec }: Pod, startedAt: number, now: number): number | undefined =>
  spec?.activeDeadlineSeconds === undefined ? undefined : Math.max(0, startedAt + spec.activeDeadlineSeconds * 1_000 - now);

const TOO_LONG = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' };

/** A pod whose time is up: its containers end, and it has failed. */
async function expire({ parts }: Context, client: Client, pod: Pod, mine: Taken): Promise<'on-change'> {
  if (!mine.expired) {
    mine.expired = true;
    parts.recordEvent({ resource: pods, object: pod }, { type: 'Normal', ...TOO_LONG });
    void mine.run.stop((pod.spec?.terminationGracePeriodSeconds ?? 30) * 1_000);
  }
  const { view } = mine.run;
  if (view.containers.some(({ state }) => state.is === 'running')) return 'on-change'; // its end wakes the pod
  const status = { ...podStatus(pod, view, parts.wall()), phase: 'Failed', ...TOO_LONG };
  await client.patch(pods, nameOf(pod), { merge: { metadata: { uid: pod.metadata?.uid }, status } }, { subresource: 'status' });
  return 'on-change';
}

async function take(context: Context, client: Client, pod: Pod): Promise<Taken> {
  const { parts, options, maps, secretStore, claims, taken } = context;
  const { uid = '', namespace = '' } = pod.metadata ?? {};
  const folder = join(options.folder, uid);
  const token = await tokenFor(client, pod, parts.wall);
  const { kubeconfig } = writeServiceAccount(join(folder, 'serviceaccount'), token.text, {
    server: options.server,
    caCertificate: options.caCertificate,
    namespace,
  });
  const mounted: Record<string, string> = pod.spec?.automountServiceAccountToken === false ? {} : { KUBECONFIG: kubeconfig };
  const news = createConditions();
  const run = createPodRun(pod, {
    place: {
      folder,
      ip: options.ip,
      nodeName: options.nodeName,
      ports: portsOf(pod),
      program: options.program,
      programArgs: options.programArgs,
      caCertificate: options.caCertificate,
      environment: { ...options.environment(namespace), HOSTNAME: hostNameOf(pod), ...mounted },
      configMap: (name) => maps.get(`${namespace}/${name}`),
      secret: (name) => secretStore.get(`${namespace}/${name}`),
      claim: (name) => boundFolder(options.folder, claims.get(`${namespace}/${name}`)),
    },
    clock: parts.clock,
    wall: parts.wall,
    launch: options.launch,
    token: () => taken.get(uid)?.token.text ?? token.text,
    onLog: news.changed,
    onChange: () => {
      news.changed();
      parts.wake(keyOf(pod));
    },
    onEvent: (event) => parts.recordEvent({ resource: pods, object: pod }, event),
  });
  return { key: keyOf(pod), folder, run, token, going: false, gone: false, expired: false, news };
}

/** A pod that is to go: its processes end within its grace, it has succeeded or failed, and then it is deleted for good. */
export async function farewell(context: Context, client: Client, pod: Pod): Promise<'on-change'> {
  const { parts, taken } = context;
  const uid = pod.metadata?.uid ?? '';
  const mine = taken.get(uid);
  if (mine?.going === false)
    for (const { name } of mine.run.view.containers.filter(({ state }) => state.is === 'running'))
      parts.recordEvent({ resource: pods, object: pod }, { type: 'Normal', reason: 'Killing', message: `Stopping container ${name}` });
  if (mine !== undefined) dismiss(context, uid, mine, (pod.metadata?.deletionGracePeriodSeconds ?? 30) * 1_000);
  const isOver = mine === undefined || mine.gone;
  const status = mine === undefined ? { phase: 'Failed' } : podStatus(pod, mine.run.view, parts.wall(), isOver);
  try {
    if (!hasEnded(pod) && !sameStatus(pod.status, { ...pod.status, ...status }))
      await client.patch(pods, nameOf(pod), { merge: { metadata: { uid }, status } }, { subresource: 'status' });
    if (!isOver) return 'on-change';
    await client.delete(pods, nameOf(pod), { uid, gracePeriodSeconds: 0 });
  } catch (error) {
    if (!ApiError.is(error, 'not-found')) throw error;
  }
  taken.delete(uid);
  return 'on-change';
}

export function dismiss({ parts, taken }: Context, uid: string, mine: Taken, graceMs: number): void {
  if (mine.going) return;
  mine.going = true;
  void mine.run.stop(graceMs).then(() => {
    mine.gone = true;
    mine.news.changed();
    rmSync(mine.folder, { recursive: true, force: true });
    parts.wake(mine.key);
    if (graceMs === 0) taken.delete(uid);
  });
}
