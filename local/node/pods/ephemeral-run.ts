import { join } from 'node:path';
import type { RemoteProcess } from '../../api-server/contracts/node-hooks.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';
import { createContainer, type Container, type ContainerOptions } from './container.ts';
import type { MountedFolder } from './command-line.ts';
import { environmentOf } from './environment.ts';
import { execLine } from './exec-line.ts';
import { expand } from './expand.ts';
import { mountsOf } from './mounts.ts';
import type { PodPlace } from './pod-place.ts';
import type { Launcher } from './process.ts';
import { startRemote } from './remote-process.ts';
import { messageOf } from '../../../ground/text/message-of.ts';

type EphemeralSpec = NonNullable<NonNullable<Pod['spec']>['ephemeralContainers']>[number];

/** Has nothing to do without a command: then it is a shell, as an image for this purpose has one. */
const SHELL = ['sh'];

/**
 * A container that a pod is given while it runs (`kubectl debug`): a program of this machine beside those of the pod, with the
 * environment and the volumes of the container that it is for, or else of the first. It is run once; whoever attaches to it speaks with it.
 */
export function createEphemeral(
  pod: Pod,
  spec: EphemeralSpec,
  place: PodPlace,
  options: Omit<ContainerOptions, 'launch' | 'spec'>,
): Container {
  let remote: RemoteProcess | undefined;
  const launch: Launcher = ({ program, args, env, folder, onOutput }) => {
    const started = startRemote({ line: [program, ...args], env, folder, terminal: spec.tty === true });
    remote = started;
    if (spec.stdin !== true) started.stdin?.end();
    started.stdout.on('data', (chunk: Uint8Array) => onOutput('stdout', chunk));
    started.stderr?.on('data', (chunk: Uint8Array) => onOutput('stderr', chunk));
    const ended = started.ended.then(
      (exitCode) => ({ exitCode }),
      (error: unknown) => {
        onOutput('stderr', Buffer.from(`${messageOf(error)}\n`));
        return { exitCode: 128 };
      },
    );
    return { pid: undefined, ended, signal: () => started.leave() };
  };
  const container = createContainer({ ...options, spec, launch });
  const around = surroundings(pod, spec, place);
  if (around.ok) {
    const [program = '', ...args] = execLine(around.command, { ...place, mounts: around.mounts });
    container.start({
      program,
      args,
      env: around.env,
      folder: place.folder,
      execLine: (command) => execLine(command, { ...place, mounts: around.mounts }),
    });
  } else container.hold('CreateContainerConfigError', around.problem);
  return {
    ...container,
    get view() {
      return container.view;
    },
    get pid() {
      return container.pid;
    },
    attach() {
      const heard = container.attach();
      return heard && remote?.stdin && spec.stdin === true ? { ...heard, stdin: remote.stdin, resize: remote.resize } : heard;
    },
  };
}

type Surroundings =
  | {
      readonly ok: true;
      readonly env: Readonly<Record<string, string>>;
      readonly mounts: readonly MountedFolder[];
      readonly command: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

function surroundings(pod: Pod, spec: EphemeralSpec, place: PodPlace): Surroundings {
  const all = pod.spec?.containers ?? [];
  const host = all.find(({ name }) => name === spec.targetContainerName) ?? all[0];
  const env: Record<string, string> = { ...place.environment };
  const mounts: MountedFolder[] = [];
  for (const each of host === undefined ? [spec] : [host, spec]) {
    const sources = { configMap: place.configMap, secret: place.secret, podIP: place.ip, nodeName: place.nodeName };
    const environment = environmentOf(pod, each, sources);
    if (!environment.ok) return environment;
    const mounted = mountsOf(each, join(place.folder, 'volumes'), environment.variables);
    if (!mounted.ok) return mounted;
    Object.assign(env, environment.variables);
    mounts.unshift(...mounted.folders);
  }
  const { CIV_LIFELINE: _, ...own } = env; // its input is for whoever attaches
  const command = [...(spec.command ?? []), ...(spec.args ?? [])].map((word) => expand(word, own));
  return { ok: true, env: own, mounts, command: command.length > 0 ? command : SHELL };
}
