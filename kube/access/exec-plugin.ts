import { spawn } from 'node:child_process';
import { ApiError } from '../errors/api-error.ts';
import type { Cluster, ExecPlugin } from './kubeconfig.ts';
import type { Secrets } from './secrets.ts';

/** What a credential plugin answers: an ExecCredential's status. */
interface ExecCredential {
  readonly kind?: string;
  readonly status?: {
    readonly token?: string;
    readonly clientCertificateData?: string;
    readonly clientKeyData?: string;
    readonly expirationTimestamp?: string;
  };
}

export interface PluginEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a plugin tells its user: an address to sign in at, say. */
  readonly onNotice?: (text: string) => void;
}

/** Runs the program that a kubeconfig names, as kubectl does, and answers what it gives. It cannot ask for input. */
export async function runPlugin(plugin: ExecPlugin, cluster: Cluster, environment: PluginEnvironment): Promise<Secrets> {
  const apiVersion = plugin.apiVersion ?? 'client.authentication.k8s.io/v1';
  if (plugin.interactiveMode === 'Always') throw failed(plugin, 'it asks for a terminal, which it cannot have here');
  const spec = { interactive: false, ...(plugin.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}) };
  const own = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const env = { ...environment.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }) };
  const answer = await output(plugin, env, environment.onNotice);
  let credential: ExecCredential;
  try {
    credential = JSON.parse(answer) as ExecCredential;
  } catch (cause) {
    throw failed(plugin, 'its answer is not valid JSON', cause);
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = credential?.status ?? {};
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
    const child = spawn(plugin.command, plugin.args ?? [], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
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

const clusterInfo = (cluster: Cluster): object => ({
  server: cluster.server,
  'tls-server-name': cluster['tls-server-name'],
  'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
  'certificate-authority-data': cluster['certificate-authority-data'],
  'proxy-url': cluster['proxy-url'],
});

const failed = ({ command }: ExecPlugin, why: string, cause?: unknown): ApiError =>
  new ApiError('configuration', `the credential plugin ${command} of the kubeconfig gave no credentials: ${why}`, { cause });
