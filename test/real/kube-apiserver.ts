import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, fetch } from 'undici';

/** A kube-apiserver with its etcd, alone on this machine: envtest's convention, in TypeScript. */
export interface RealApiServer {
  readonly url: string;
  /** PEM of the certificate that the server shows. */
  readonly ca: string;
  /** A bearer token in group system:masters. */
  readonly token: string;
  /** A kubeconfig file of that administrator. */
  readonly kubeconfig: string;
  /** Folder of the binaries, kubectl among them. */
  readonly assets: string;
  /** What the API server has written on its standard error, and its audit log if asked for. */
  readonly log: string;
  readonly auditLog: string;
  /** Ends the API server and leaves etcd: an outage. `start` ends the outage, on the same port. */
  outage(): Promise<void>;
  start(): Promise<void>;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

export interface RealApiServerOptions {
  /** More arguments for kube-apiserver. */
  readonly args?: readonly string[];
  /** Write an audit log with every request's metadata. */
  readonly audit?: boolean;
}

const assets = process.env['KUBEBUILDER_ASSETS'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts a program that must not outlive this process; its output goes to a file. */
function start(program: string, args: readonly string[], log: string): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => {
    process.removeListener('exit', kill);
    file.end();
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function ready(probe: () => Promise<boolean>, child: ChildProcess, log: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(50)) {
    if (child.exitCode !== null) break;
    if (await probe().catch(() => false)) return;
  }
  throw new Error(`${child.spawnfile} did not get ready; the end of its log:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
}

export async function startRealApiServer({ args = [], audit = false }: RealApiServerOptions = {}): Promise<RealApiServer> {
  if (assets === undefined) throw new Error('KUBEBUILDER_ASSETS is not set: name the folder with kube-apiserver and etcd');
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-real-'));
  const path = (name: string) => join(folder, name);
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
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

  const etcd = start(
    join(assets, 'etcd'),
    [
      `--data-dir=${path('etcd')}`,
      '--unsafe-no-fsync',
      '--log-level=error',
      `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
      `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
    ],
    path('etcd.log'),
  );
  const url = `https://127.0.0.1:${port}`;
  const flags = [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=192.0.2.1', // nobody asks there; a machine without a network has no address of its own
    `--cert-dir=${path('certs')}`,
    `--service-account-key-file=${path('sa.key')}`,
    `--service-account-signing-key-file=${path('sa.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--token-auth-file=${path('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    ...(audit ? [`--audit-policy-file=${path('audit.yaml')}`, `--audit-log-path=${path('audit.log')}`] : []),
    ...args,
  ];
  const insecure = new Agent({ connect: { rejectUnauthorized: false } }); // the certificate is made at the first start
  let server: ChildProcess | undefined;
  const up = async () => {
    server = start(join(assets, 'kube-apiserver'), flags, path('kube-apiserver.log'));
    const probe = async () =>
      (await fetch(`${url}/readyz`, { dispatcher: insecure, headers: { authorization: `Bearer ${token}` } })).status === 200;
    await ready(probe, server, path('kube-apiserver.log'));
  };
  const down = async () => {
    if (server) await end(server);
  };
  const stop = async () => {
    await down();
    await end(etcd);
    await insecure.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await up();
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
    log: path('kube-apiserver.log'),
    auditLog: path('audit.log'),
    outage: down,
    start: up,
    stop,
  };
}

const kubeconfig = (server: string, ca: string, token: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'admin' } }],
    'current-context': 'real',
  });
