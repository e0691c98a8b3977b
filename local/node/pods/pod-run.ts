import { join } from 'node:path';
import type { Pod } from '../../../kube/objects/built-in.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { commandLine, onThisMachine } from './command-line.ts';
import { BACK_OFF, createContainer, type Container } from './container.ts';
import type { PodEvent } from './pod-event.ts';
import { environmentOf } from './environment.ts';
import { execLine } from './exec-line.ts';
import { openLog } from './log-file.ts';
import { createEphemeral } from './ephemeral-run.ts';
import type { PodPlace } from './pod-place.ts';
import type { PodView } from './pod-status.ts';
import type { Launcher } from './process.ts';
import { mountsOf, mountVolumes } from './mounts.ts';
import { passingProblem } from './passable.ts';
import { listenedPorts, listenVariables } from './ports.ts';
import type { VolumeFiles } from './volume-files.ts';

type Spec = NonNullable<Pod['spec']>;
type ContainerSpec = Spec['containers'][number];

export interface PodRunOptions {
  readonly place: PodPlace;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly launch: Launcher;
  /** Its service account's token, for the volumes that show it. */
  readonly token: () => string;
  readonly onLog: () => void;
  readonly onChange: () => void;
  readonly onEvent: (event: PodEvent) => void;
}

export interface PodRun {
  readonly view: PodView;
  /** Does what can be done now, and answers when to come back; absent: when something changes. */
  advance(pod: Pod): { readonly againMs?: number };
  /** Ends all containers, within the grace. */
  stop(graceMs: number): Promise<void>;
  logFile(container: string, previous: boolean): string | undefined;
  container(name: string): Container | undefined;
  /** Its process has ended, or was never started. */
  hasEnded(container: string): boolean;
}

/** A pod on this machine: its volumes, then its init containers one by one, then its containers. */
export function createPodRun(pod: Pod, options: PodRunOptions): PodRun {
  const { place, wall } = options;
  const startedAt = wall();
  const fileOf = (container: string, run: number) => join(place.folder, 'logs', container, `${run}.log`);
  const containerOf = (spec: ContainerSpec): Container =>
    createContainer({
      spec,
      target: {
        host: place.ip,
        port: (port) =>
          place.ports.get(typeof port === 'number' ? port : (spec.ports?.find(({ name }) => name === port)?.containerPort ?? 0)),
      },
      clock: options.clock,
      wall,
      launch: options.launch,
      openLog: (run) => openLog(fileOf(spec.name, run), wall, options.onLog),
      onChange: options.onChange,
      onEvent: options.onEvent,
    });
  const initContainers = (pod.spec?.initContainers ?? []).map((spec) => ({ spec, container: containerOf(spec) }));
  const containers = (pod.spec?.containers ?? []).map((spec) => ({ spec, container: containerOf(spec) }));
  const all = [...initContainers, ...containers];
  const ephemeral = new Map<string, Container>();
  const find = (name: string): Container | undefined => all.find(({ spec }) => spec.name === name)?.container ?? ephemeral.get(name);
  /** Those that it has been given since. */
  const welcome = (current: Pod): void => {
    for (const spec of current.spec?.ephemeralContainers ?? []) {
      if (ephemeral.has(spec.name)) continue;
      const openOwnLog = (run: number) => openLog(fileOf(spec.name, run), wall, options.onLog);
      const target = { host: place.ip, port: () => undefined };
      ephemeral.set(spec.name, createEphemeral(current, spec, place, { ...options, target, openLog: openOwnLog }));
    }
  };
  const mounted = new Map<string, VolumeFiles>();
  let mountProblem: string | undefined;
  const view = (): PodView => ({
    containers: containers.map(({ container }) => container.view),
    initContainers: initContainers.map(({ container }) => container.view),
    ephemeralContainers: [...ephemeral.values()].map((container) => container.view),
    startedAt,
    ip: place.ip,
  });

  return {
    get view() {
      return view();
    },
    advance(current) {
      const sources = {
        configMap: place.configMap,
        secret: place.secret,
        claim: place.claim,
        token: options.token(),
        caCertificate: place.caCertificate,
      };
      const problem = mountVolumes(current, join(place.folder, 'volumes'), sources, mounted);
      if (problem !== undefined && problem !== mountProblem) options.onEvent({ type: 'Warning', reason: 'FailedMount', message: problem });
      mountProblem = problem;
      if (problem !== undefined) return { againMs: 1_000 };
      const next = initContainers.find(({ container }) => !(container.view.state.is === 'ended' && container.view.state.exitCode === 0));
      if (next === undefined) welcome(current);
      if (next) return attend(current, next.spec, next.container, options, 'OnFailure');
      const waits = containers
        .map(({ spec, container }) => attend(current, spec, container, options, current.spec?.restartPolicy ?? 'Always').againMs)
        .filter((wait) => wait !== undefined);
      return waits.length > 0 ? { againMs: Math.min(...waits) } : {};
    },
    stop: async (graceMs) =>
      void (await Promise.all([...all.map(({ container }) => container), ...ephemeral.values()].map((each) => each.stop(graceMs)))),
    container: find,
    hasEnded: (name) => find(name)?.view.state.is !== 'running',
    logFile(name, previous) {
      const found = find(name)?.view;
      if (found === undefined || (found.state.is === 'waiting' && found.last === undefined)) return undefined;
      return previous && found.restarts === 0 ? undefined : fileOf(name, found.restarts - (previous ? 1 : 0));
    },
  };
}

/** Starts a container that may be started, or says why it is not. */
function attend(
  pod: Pod,
  spec: ContainerSpec,
  container: Container,
  { place }: PodRunOptions,
  restarts: string,
): { readonly againMs?: number } {
  const { state } = container.view;
  if (state.is === 'running') return {};
  if (state.is === 'ended' && (restarts === 'Never' || (restarts === 'OnFailure' && state.exitCode === 0))) return {};
  const waitMs = container.waitMs();
  if (waitMs > 0) {
    container.hold(
      BACK_OFF,
      `back-off restarting container ${spec.name} of pod ${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`,
    );
    return { againMs: waitMs };
  }
  const environment = environmentOf(pod, spec, {
    configMap: place.configMap,
    secret: place.secret,
    podIP: place.ip,
    nodeName: place.nodeName,
  });
  if (!environment.ok) {
    container.hold('CreateContainerConfigError', environment.problem);
    return { againMs: 1_000 };
  }
  const mounts = mountsOf(spec, join(place.folder, 'volumes'), environment.variables);
  if (!mounts.ok) {
    container.hold('CreateContainerConfigError', mounts.problem);
    return { againMs: 1_000 };
  }
  const startable = commandLine(spec, mounts.folders, environment.variables);
  if (!startable.ok) {
    container.hold(startable.reason, startable.problem);
    return {};
  }
  const requested = Object.fromEntries(
    Object.entries(environment.variables).map(([name, value]) => [name, onThisMachine(value, mounts.folders)]),
  );
  const impassable = passingProblem(startable.args, requested);
  if (impassable !== undefined) {
    container.hold('CreateContainerError', impassable);
    return {};
  }
  container.start({
    program: place.program,
    args: [...place.programArgs, ...startable.args],
    env: { ...place.environment, ...listenVariables(listenedPorts(spec), place), ...requested },
    folder: place.folder,
    execLine: (command) => execLine(command, { ...place, mounts: mounts.folders }),
  });
  return {};
}
