import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { messageOf } from '../../ground/text/message-of.ts';
import { isRecord } from '../../ground/json/json.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Cluster, ExecPlugin } from './kubeconfig.ts';
import type { Secrets } from './secrets.ts';

const FIELDS = ['token', 'clientCertificateData', 'clientKeyData', 'expirationTimestamp'] as const;

/** What a credential plugin answers: an ExecCredential, of whose status the fields that are text count. */
function statusIn(credential: unknown): { readonly [Field in (typeof FIELDS)[number]]?: string } {
  const status = isRecord(credential) && isRecord(credential['status']) ? credential['status'] : {};
  return Object.fromEntries(FIELDS.flatMap((field) => (typeof status[field] === 'string' ? [[field, status[field]]] : [])));
}

export interface PluginEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a plugin tells its user: an address to sign in at, say. */
  readonly onNotice?: (text: string) => void;
}

const LONGEST_ANSWER = 2 ** 20;

/** Runs the program that a kubeconfig names, as kubectl does, and answers what it gives. It cannot ask for input. */
export async function runPlugin(plugin: ExecPlugin, cluster: Cluster, environment: PluginEnvironment): Promise<Secrets> {
  const apiVersion = plugin.apiVersion ?? 'client.authentication.k8s.io/v1';
  if (plugin.interactiveMode === 'Always') throw failed(plugin, 'it asks for a terminal, which it cannot have here');
  const spec = { interactive: false, ...(plugin.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}) };
  const own = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const env = { ...environment.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }) };
  const answer = await output(plugin, env, environment.onNotice);
  let credential: unknown;
  try {
    credential = JSON.parse(answer);
  } catch (cause) {
    throw failed(plugin, 'its answer is not valid JSON', cause);
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = statusIn(credential);
  if (token === undefined && clientCertificateData === undefined) throw failed(plugin, 'its answer has neither a token nor a certificate');
  return {
    token,
    certificate: clientCertificateData,
    key: clientKeyData,
    expiresAt: expirationTimestamp === undefined ? undefined : Date.parse(expirationTimestamp),
  };
}

function output(plugin: ExecPlugin, env: Readonly<Record<string, string | undefined>>, onNotice?: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = start(plugin, env);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length <= LONGEST_ANSWER) return;
      child.kill();
      reject(failed(plugin, `its answer is longer than ${LONGEST_ANSWER / 2 ** 20} MiB`));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-1_000);
      onNotice?.(text);
    });
    child.once('error', (cause) =>
      reject(failed(plugin, `${cause.message}${plugin.installHint === undefined ? '' : `; ${plugin.installHint.trim()}`}`, cause)),
    );
    child.once('close', (code) =>
      code === 0
        ? resolve(stdout)
        : reject(failed(plugin, `it ended with ${code ?? 'a signal'}${stderr === '' ? '' : `: ${stderr.trim()}`}`)),
    );
  });
}

/** What cannot even be the name of a program is thrown at once. */
function start(plugin: ExecPlugin, env: Readonly<Record<string, string | undefined>>): ChildProcessByStdio<null, Readable, Readable> {
  try {
    return spawn(plugin.command, plugin.args ?? [], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    throw failed(plugin, messageOf(cause), cause);
  }
}

const clusterInfo = (cluster: Cluster): object => ({
  server: cluster.server,
  'tls-server-name': cluster['tls-server-name'],
  'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
  'certificate-authority-data': cluster['certificate-authority-data'],
  'proxy-url': cluster['proxy-url'],
});

const failed = ({ command }: ExecPlugin, why: string, cause?: unknown): ApiError =>
  new ApiError('configuration', `the credential plugin ${command} of the kubeconfig gave no credentials: ${why}`, { cause });
