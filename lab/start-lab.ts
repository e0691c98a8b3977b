import { backgroundClock } from '../ground/time/clock.ts';
import { parseDuration } from '../ground/text/duration.ts';
import type { AnyController } from '../controllers/runtime/definition.ts';
import type { Client } from '../kube/client/client.ts';
import { connectTo } from '../kube/connect.ts';
import { customResourceDefinitions, namespaces } from '../kube/objects/built-in.ts';
import type { Applied } from '../kube/objects/applied.ts';
import { nameOf, type KubeObject, type ObjectName, type Resource } from '../kube/objects/resource.ts';
import { ApiError } from '../kube/errors/api-error.ts';
import type { KubeContext } from '../kube/access/kubeconfig.ts';
import type { Faults } from '../local/api-server/faults/faults.ts';
import { startApiServer, type ApiServer } from '../local/api-server/start.ts';
import type { ObjectStore } from '../local/api-server/store/store.ts';
import { createLabAccounts } from './lab-accounts.ts';
import { createChangingFields } from './changing-fields.ts';
import { createKubeconfigFile } from './kubeconfig-file.ts';
import { createLabClock, type LabClock } from './lab-clock.ts';
import {
  startLabProcess,
  type LabProcess,
  type LabProcessAtWork,
  type LabProcessOptions,
  type ProcessAtWorkOptions,
} from './lab-process.ts';
import { observeClient } from './observed-client.ts';
import { createQuiet, type AtRest } from './quiet.ts';
import { keepWorkloadsReady } from './ready-workloads.ts';
import { createLabWebhooks } from './lab-webhooks.ts';
import { sparing } from './sparing.ts';
import { createWakefulness } from './wakefulness.ts';

export interface LabOptions {
  /** CustomResourceDefinitions that are there from the start. */
  readonly definitions?: readonly KubeObject[];
  /** Kinds that are there from the start, as `kind` of `civ8s/kinds` declares them. */
  readonly kinds?: readonly { readonly definition: (conversion: { readonly strategy: string }) => KubeObject }[];
  /** `ready`: Deployments, StatefulSets, DaemonSets and Jobs get the status that they would have once all runs. @default 'still' */
  readonly workloads?: 'ready' | 'still';
  /** How long `quiet` waits, in real time, before it says what is not at rest. @default 10 s */
  readonly quietWithinMs?: number;
}

/** An object that may have a status. */
type WithStatus = KubeObject & { readonly status?: unknown };

/** A cluster for a test: the embedded API server, and processes that run controllers, in a time that passes when the test says so. */
export interface Lab extends AsyncDisposable {
  /** An administrator's. */
  readonly client: Client;
  /** A file, for any other client: there once it is asked for, and until the lab is stopped. */
  readonly kubeconfig: string;
  readonly faults: Faults;
  /** Milliseconds since the lab began. */
  now(): number;
  /** Runs controllers in a process of their own. Two are two replicas. */
  run(controllers: AnyController | readonly AnyController[], options?: LabProcessOptions): Promise<LabProcess>;
  /** Applies an object; its namespace is made if it is not there. */
  put<T extends KubeObject>(resource: Resource<T>, object: Applied<T> & KubeObject): Promise<T>;
  /** Writes the status of an object, as whoever is responsible for it would. */
  become(resource: Resource<WithStatus>, name: ObjectName, status: object): Promise<void>;
  /**
   * Resolves once every process is at rest: its stores have seen the server's newest revision, no key is ready or in work, no own
   * write waits to be seen, no Event to be written, no request is under way. Says when the next key is due that waits for its time.
   * Rejects where that does not come, and says why.
   */
  quiet(): Promise<AtRest>;
  /** Rights that were granted and that no request has needed yet: `website: delete services`. */
  unusedRights(): readonly string[];
  /** Lets so much time pass, in milliseconds or as `10m`: each timer goes off in its turn, and `quiet` follows. */
  pass(time: number | string): Promise<void>;
  /** Ends all processes, and the server. */
  stop(): Promise<void>;
}

/** A lab, and what it is made of. */
export interface OpenLab extends Lab {
  readonly clock: LabClock;
  readonly store: ObjectStore;
  readonly processes: readonly LabProcessAtWork[];
  run(controllers: AnyController | readonly AnyController[], options?: ProcessAtWorkOptions): Promise<LabProcessAtWork>;
  quiet(calmTurns?: number): Promise<AtRest>;
}

/** When the time of a lab begins. */
const MORNING = Date.UTC(2026, 0, 1);
const QUIET_WITHIN_MS = 10_000;
/** Who grants rights and announces webhooks, so that a program can run: no fault of a test strikes that. */
const ARRANGES = 'lab-arranges';

export const startLab = (options?: LabOptions): Promise<Lab> => openLab(options);

/** The program that converts them says so when it is run. */
const NOT_YET = { strategy: 'None' };

export async function openLab(options: LabOptions = {}): Promise<OpenLab> {
  const clock = createLabClock();
  const wall = (): number => MORNING + clock.now();
  const wakefulness = createWakefulness();
  const server = await startApiServer({ clock: wall, keepsAlive: false, plain: true, onEvent: () => wakefulness.stir() });
  if (options.workloads === 'ready') keepWorkloadsReady(server.store, wall);
  const kubeconfig = createKubeconfigFile(server.kubeconfig);
  const context = administratorOf(server);
  const connectAs = (program: string) => connectTo(context, { env: {}, program, clock: backgroundClock, background: true });
  const [connection, arranging] = [connectAs('lab'), connectAs(ARRANGES)];
  const own = observeClient(connection.client);
  const { client } = own;
  const arranged = observeClient(arranging.client);
  const { client: admin } = arranged;
  const processes: LabProcessAtWork[] = [];
  const { quiet, until } = createQuiet({
    processes,
    clock,
    withinMs: options.quietWithinMs ?? QUIET_WITHIN_MS,
    version: () => String(server.store.revision),
    sendBookmarks: () => server.sendBookmarks(),
    changing: createChangingFields(server.store),
    underWay: () => [...own.underWay(), ...arranged.underWay()],
  });
  const webhooks = createLabWebhooks(admin);
  const accounts = createLabAccounts({ admin, context, ensureNamespace: (name) => ensureNamespace(admin, name) });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      await Promise.all(processes.map((process) => process.leave()));
      await Promise.all([connection.close(), arranging.close()]);
      await server.stop();
      wakefulness.end();
      kubeconfig.remove();
    })());
  const definitions = [...(options.definitions ?? []), ...(options.kinds ?? []).map(({ definition }) => definition(NOT_YET))];
  for (const definition of definitions) await client.create<KubeObject>(customResourceDefinitions, definition);

  return {
    client,
    clock,
    store: server.store,
    processes,
    get kubeconfig() {
      return kubeconfig.path();
    },
    faults: sparing(server.faults, ARRANGES),
    now: () => clock.now(),
    async run(controllers, how = {}) {
      const all: readonly AnyController[] = Array.isArray(controllers) ? controllers : [controllers as AnyController];
      const program = how.program ?? all[0]?.name ?? '';
      const converts = await webhooks.announce(all, program);
      const process = await startLabProcess(
        all,
        processes.length + 1,
        {
          account: how.rights === 'all' ? accounts.administrator : accounts.of(program, how.withheld),
          clock,
          wall,
          until,
          onWebhooks: webhooks.served,
        },
        { ...how, program },
      );
      processes.push(process);
      // What it follows itself is listed once its own webhooks have converted it: that may take a second try.
      if (converts) await until(() => process.problems().length === 0);
      return process;
    },
    ...writing(client),
    quiet,
    unusedRights: accounts.unused,
    pass: passing(clock, quiet),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** What runs in the lab is within this process: of a story with nine connections, TLS was a third. */
const administratorOf = ({ url, plainUrl, ca, adminToken }: ApiServer): KubeContext => ({
  name: 'lab',
  namespace: 'default',
  cluster:
    plainUrl === undefined ? { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } : { server: plainUrl },
  user: { token: adminToken },
});

const writing = (client: Client): Pick<Lab, 'put' | 'become'> => ({
  async put(of, object) {
    const name = nameOf(object);
    if (of.namespaced && name.namespace !== undefined) await ensureNamespace(client, name.namespace);
    return client.patch(of, name, { apply: object, force: true });
  },
  become: async (of, name, status) => void (await client.patch(of, name, { merge: { status } }, { subresource: 'status' })),
});

const passing =
  (clock: LabClock, quiet: Lab['quiet']): Lab['pass'] =>
  async (time) => {
    const ms = typeof time === 'number' ? time : parseDuration(time);
    if (ms === undefined || !(ms >= 0))
      throw new TypeError(`cannot let ${JSON.stringify(time)} pass: give milliseconds, or a duration such as 10m`);
    const end = clock.now() + ms;
    do await quiet();
    while (clock.step(end));
    await quiet();
  };

async function ensureNamespace(client: Client, name: string): Promise<void> {
  await client.create(namespaces, { metadata: { name } }).catch((error: unknown) => {
    if (!ApiError.is(error, 'already-exists')) throw error;
  });
}
