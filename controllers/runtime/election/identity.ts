import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { hostname, platform } from 'node:os';
import type { ObjectName } from '../../../kube/objects/resource.ts';

/** By what name a process stands for election. */
export interface Identity {
  readonly text: string;
  /** Nobody stands by this name any more. To be called once the Lease is released. */
  release(): Promise<void>;
}

export interface IdentityOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly lease: Required<ObjectName>;
}

/**
 * The pod's own name and uid where this process can prove that no other stands by them; else a name that nobody had
 * before. What holds the Lease by the identity of the pod is then a process that has ended, and its term is gone on with
 * at once (docs/decisions/0025).
 */
export async function claimIdentity({ env, lease }: IdentityOptions): Promise<Identity> {
  const name = env['POD_NAME'] || hostname();
  const uid = env['POD_UID'] ?? '';
  const lock = uid === '' ? undefined : await hold(lockOf(uid, lease));
  return lock === undefined
    ? { text: `${name}_${randomBytes(4).toString('hex')}`, release: async () => {} }
    : { text: `${name}_${uid}`, release: () => new Promise((resolve) => void lock.close(() => resolve())) };
}

/**
 * An abstract socket: the kernel keeps its name unique among all containers of a pod, which share one network, and frees
 * it when the process that has it is gone, however it ended. No file is left behind.
 */
const lockOf = (uid: string, { namespace, name }: Required<ObjectName>): string =>
  `\0civ8s-${createHash('sha256').update(`${uid}/${namespace}/${name}`).digest('hex')}`;

/** Undefined where another process has it, or where there is no such thing: only Linux has. */
const hold = (lock: string): Promise<Server | undefined> =>
  new Promise((resolve) => {
    if (platform() !== 'linux') return resolve(undefined);
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(lock, () => resolve(server.unref()));
  });
