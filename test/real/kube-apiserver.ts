import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { until } from '../until.ts';
import { endGuarded, startGuarded } from './guarded.ts';

/** A kube-apiserver with its etcd, alone on this machine: envtest's convention, in TypeScript. */
export interface RealApiServer extends RealApiServerFacts {
  /** Ends the API server and leaves etcd: an outage. `start` ends the outage, on the same port. */
  outage(): Promise<void>;
  start(): Promise<void>;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

/** What is known of it. */
export interface RealApiServerFacts {
  readonly url: string;
  /** PEM of the certificate that the server shows. */
  readonly ca: string;
  /** A bearer token in group system:masters. */
  readonly token: string;
  /** A kubeconfig file of that administrator. */
  readonly kubeconfig: string;
  /** Folder of the binaries, kubectl among them. */
  readonly assets: string;
  /** Its audit log, if asked for. */
  readonly auditLog: string;
  /** Address of its etcd. */
  readonly etcd: string;
  /** All that it writes is there. */
  readonly folder: string;
  /** What kube-apiserver is told. */
  readonly flags: readonly string[];
}

export interface RealApiServerOptions {
  /** Write an audit log with every request's metadata. */
  readonly audit?: boolean;
  /** Give pods their service accounts, which then must be there: nothing else makes them. */
  readonly accounts?: boolean;
  /** Where Services get their addresses: each needs one. @default 10.0.0.0/24 */
  readonly serviceRange?: string;
  /** Where it keeps all that it writes, and what goes with it. @default a new one */
  readonly folder?: string;
}

const assets = process.env['KUBEBUILDER_ASSETS'];
/** How long each change takes until what the server watches shows it: to find tests that rely on its being quick. */
const lateMs = Number(process.env['REAL_LATE_MS'] ?? 0);

/**
 * A port for a server that is told its own, and may lose it while it is down: below those that the system gives to all who ask for any,
 * so that nobody else in a run of jest comes upon it.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

async function ready(probe: () => Promise<boolean>, child: ChildProcess, log: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(50)) {
    if (child.exitCode !== null) break;
    if (await probe().catch(() => false)) return;
  }
  throw new Error(`what writes ${log} did not get ready; the end of that:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
}

/** A new folder for all that a server writes. It goes with its etcd. */
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'civ8s-real-'));

export async function startRealApiServer({
  audit = false,
  accounts = false,
  serviceRange = '10.0.0.0/24',
  folder = newFolder(),
}: RealApiServerOptions = {}): Promise<RealApiServer> {
  if (assets === undefined) throw new Error('KUBEBUILDER_ASSETS is not set: name the folder with kube-apiserver and etcd');
  const path = (name: string) => join(folder, name);
  const etcdPort = await freePort();
  const etcd = startGuarded(join(assets, 'etcd'), etcdFlags(path('etcd'), etcdPort, await freePort()), {
    log: path('etcd.log'),
    pidFile: path('etcd.pid'),
    removes: folder,
  });
  const late = lateMs === 0 ? undefined : await startLateWatches(etcdPort, path('late.log'));
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const token = writeCredentials(path);
  const flags = [
    `--secure-port=${port}`,
    `--etcd-servers=http://127.0.0.1:${late?.port ?? etcdPort}`,
    ...serverFlags(path, { audit, accounts, serviceRange }),
  ];
  const { outage, start } = restarts({ url, token, assets, folder, flags });
  const stop = async () => {
    await outage();
    if (late !== undefined) await endGuarded(late.child);
    await endGuarded(etcd);
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const ca = readFileSync(path('certs/apiserver.crt'), 'utf8');
  writeFileSync(path('kubeconfig'), kubeconfig(url, ca, token), { mode: 0o600 });
  return {
    url,
    ca,
    token,
    kubeconfig: path('kubeconfig'),
    assets,
    auditLog: path('audit.log'),
    etcd: `http://127.0.0.1:${etcdPort}`,
    folder,
    flags,
    outage,
    start,
    stop,
  };
}

/** Puts between the server and an etcd what is late with its watches. */
async function startLateWatches(etcdPort: number, log: string): Promise<{ readonly port: number; readonly child: ChildProcess }> {
  const port = await freePort();
  const program = join(import.meta.dirname, 'late-watches.ts');
  const child = startGuarded(process.execPath, [program, `${port}`, `http://127.0.0.1:${etcdPort}`, `${lateMs}`], { log });
  return { port, child };
}

/** Ends and starts a server that somebody in this process has started, be it another suite: by its process id, and its flags. */
export function restarts({
  url,
  token,
  assets: binaries,
  folder,
  flags,
}: Pick<RealApiServerFacts, 'url' | 'token' | 'assets' | 'folder' | 'flags'>): Pick<RealApiServer, 'outage' | 'start'> {
  const [log, pidFile] = [join(folder, 'kube-apiserver.log'), join(folder, 'kube-apiserver.pid')];
  return {
    async start() {
      const server = startGuarded(join(binaries, 'kube-apiserver'), flags, { log, pidFile });
      const insecure = new Agent({ connect: { rejectUnauthorized: false } }); // the certificate is made at the first start
      const probe = async () =>
        (await fetch(`${url}/readyz`, { dispatcher: insecure, headers: { authorization: `Bearer ${token}` } })).status === 200;
      try {
        await ready(probe, server, log);
      } finally {
        await insecure.destroy();
      }
    },
    async outage() {
      if (!existsSync(pidFile)) return;
      const pid = Number(readFileSync(pidFile, 'utf8'));
      const isSent = (signal: 'SIGKILL' | 0): boolean => {
        try {
          return process.kill(pid, signal);
        } catch {
          return false; // it has ended
        }
      };
      if (isSent('SIGKILL')) await until('the API server to end', () => !isSent(0));
      rmSync(pidFile);
    },
  };
}

/** Writes what the server reads, and answers the administrator's token. */
function writeCredentials(path: (name: string) => string): string {
  const token = randomBytes(16).toString('hex');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(path('sa.key'), privateKey, { mode: 0o600 });
  writeFileSync(path('tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  writeFileSync(
    path('audit.yaml'),
    'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n',
  );
  return token;
}

const etcdFlags = (data: string, port: number, peerPort: number): readonly string[] => [
  `--data-dir=${data}`,
  '--unsafe-no-fsync',
  '--log-level=error',
  `--listen-client-urls=http://127.0.0.1:${port}`,
  `--advertise-client-urls=http://127.0.0.1:${port}`,
  `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
  `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
];

const serverFlags = (
  path: (name: string) => string,
  { audit, accounts, serviceRange }: Required<Omit<RealApiServerOptions, 'folder'>>,
): readonly string[] => [
  '--bind-address=127.0.0.1',
  '--advertise-address=192.0.2.1', // nobody asks there; a machine without a network has no address of its own
  `--cert-dir=${path('certs')}`,
  `--service-account-key-file=${path('sa.key')}`,
  `--service-account-signing-key-file=${path('sa.key')}`,
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--token-auth-file=${path('tokens.csv')}`,
  '--authorization-mode=RBAC',
  `--service-cluster-ip-range=${serviceRange}`,
  ...(accounts ? [] : ['--disable-admission-plugins=ServiceAccount']),
  '--allow-privileged=true', // that is left to Pod Security
  ...(audit ? [`--audit-policy-file=${path('audit.yaml')}`, `--audit-log-path=${path('audit.log')}`, '--audit-log-maxsize=1000'] : []),
];

const kubeconfig = (server: string, ca: string, token: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'admin' } }],
    'current-context': 'real',
  });
