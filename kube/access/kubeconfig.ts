import { isRecord } from '../../ground/json/json.ts';
import { FIELDS, fieldProblem } from './kubeconfig-fields.ts';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { ApiError } from '../errors/api-error.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { readTextFile } from '../../ground/text/read-text-file.ts';

/** What a kubeconfig says of one context, all paths made absolute. Certificates and keys in it are base64. */
export interface KubeContext {
  /** The context's name; IN_CLUSTER for a pod's own. */
  readonly name: string;
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly user: User;
}

export interface Cluster {
  readonly server: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'tls-server-name'?: string;
  readonly 'proxy-url'?: string;
}

export interface User {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly exec?: ExecPlugin;
  readonly 'auth-provider'?: { readonly name: string; readonly config?: Readonly<Record<string, string>> };
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
}

export interface ExecPlugin {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly installHint?: string;
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
  readonly provideClusterInfo?: boolean;
}

export interface KubeconfigOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A file, before KUBECONFIG and ~/.kube/config. */
  readonly kubeconfig?: string;
  /** A context's name, before the file's current one. */
  readonly context?: string;
  /**
   * Another address of the API server. One that begins with http:// is that of a proxy that signs in by itself:
   * it is shown no credentials, and no kubeconfig is read.
   */
  readonly server?: string;
  /** Where a pod finds its token, `ca.crt` and `namespace`. */
  readonly serviceAccountFolder?: string;
}

interface Named<T> {
  readonly name: string;
  readonly value: T;
  /** Relative paths start here. */
  readonly folder: string;
}

interface Config {
  readonly current?: string;
  readonly contexts: readonly Named<{ readonly cluster?: string; readonly user?: string; readonly namespace?: string }>[];
  readonly clusters: readonly Named<Cluster>[];
  readonly users: readonly Named<User>[];
}

/** Those of a whole company have some hundred KiB. */
const MOST_BYTES = 2 ** 24;
/** The name of the context of a pod's own service account. */
export const IN_CLUSTER = 'in-cluster';
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The context by the settings; with the address of another server, if one is given. */
export async function loadContext(options: KubeconfigOptions): Promise<KubeContext> {
  const { server = '', kubeconfig = '', context, serviceAccountFolder = SERVICE_ACCOUNT } = options;
  if (!server.startsWith('http://')) {
    const found = await findContext(options);
    return server === '' ? found : { ...found, cluster: { ...found.cluster, server } };
  }
  if (kubeconfig !== '')
    throw wrong(
      `no credentials are sent to the server ${server}, so the kubeconfig ${kubeconfig} would have no effect: give one of the two, or a server that begins with https://`,
    );
  return { name: context ?? server, namespace: namespaceOfPod(serviceAccountFolder), cluster: { server }, user: {} };
}

/** As kubectl does: the file that was named, else those of KUBECONFIG, else ~/.kube/config, else the pod's own service account. */
async function findContext(options: KubeconfigOptions): Promise<KubeContext> {
  const { env, kubeconfig, context } = options;
  const home = env['HOME'] ?? env['USERPROFILE'];
  const standard = home === undefined ? [] : [join(home, '.kube', 'config')].filter((file) => existsSync(file));
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (kubeconfig !== undefined && kubeconfig !== '') return choose(await readAll([kubeconfig]), context, kubeconfig);
  if (listed.length > 0) {
    const there = listed.filter((file) => existsSync(file));
    if (there.length === 0) throw wrong(`KUBECONFIG names ${listed.join(', ')}, and there is no such file`);
    return choose(await readAll(there), context, listed.join(', '));
  }
  if (standard.length > 0) return choose(await readAll(standard), context, standard.join());
  return inCluster(options);
}

function inCluster({ env, serviceAccountFolder = SERVICE_ACCOUNT }: KubeconfigOptions): KubeContext {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']];
  const tokenFile = join(serviceAccountFolder, 'token');
  if (!host || !port || !existsSync(tokenFile))
    throw wrong(
      'there is no kubeconfig, and this is not a pod with a service account: give --kubeconfig, set KUBECONFIG, or create ~/.kube/config',
    );
  return {
    name: IN_CLUSTER,
    namespace: namespaceOfPod(serviceAccountFolder),
    cluster: {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      'certificate-authority': join(serviceAccountFolder, 'ca.crt'),
    },
    user: { tokenFile },
  };
}

function namespaceOfPod(serviceAccountFolder: string): string {
  const file = join(serviceAccountFolder, 'namespace');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'default';
}

async function readAll(files: readonly string[]): Promise<Config> {
  const { load } = await import('js-yaml'); // not in a pod, where no kubeconfig is read
  return merge(files.map((file) => read(file, load)));
}

function read(file: string, parse: (text: string) => unknown): Config {
  let document: unknown;
  try {
    document = parse(readTextFile(file, MOST_BYTES).trim() || '{}'); // an empty file is an empty kubeconfig
  } catch (cause) {
    throw wrong(`${file} cannot be read as a kubeconfig (${messageOf(cause)})`, cause);
  }
  const config = isRecord(document) ? document : {};
  const entries = <T>(list: string, key: 'context' | 'cluster' | 'user'): Named<T>[] => {
    const raw = config[list] ?? [];
    if (!Array.isArray(raw)) throw wrong(`${list} of ${file} is not a list`);
    if (!raw.every(isRecord)) throw wrong(`${list} of ${file} has an entry that is not an object`);
    return raw.map((entry, index) => {
      const { [key]: value, name } = entry;
      const problem = fieldProblem(value, FIELDS[key]) ?? execProblem(value);
      if (problem !== undefined) throw wrong(`${list}[${index}].${key}${problem}, in ${file}`);
      if (typeof name !== 'string' && typeof name !== 'number') throw wrong(`${list}[${index}].name is not text, in ${file}`);
      return { name: String(name), value: (value ?? {}) as T, folder: dirname(file) };
    });
  };
  const current = config['current-context'];
  return {
    current: typeof current === 'string' && current !== '' ? current : undefined,
    contexts: entries('contexts', 'context'),
    clusters: entries('clusters', 'cluster'),
    users: entries('users', 'user'),
  };
}

function execProblem(user: unknown): string | undefined {
  const exec = isRecord(user) ? user['exec'] : undefined;
  const problem = fieldProblem(exec, FIELDS.exec);
  if (problem !== undefined) return `.exec${problem}`;
  return isRecord(exec) && typeof exec['command'] !== 'string' ? '.exec has no command' : undefined;
}

/** The first file that has a name, or a current context, has it for all. */
const merge = (configs: readonly Config[]): Config => ({
  current: configs.find(({ current }) => current !== undefined)?.current,
  contexts: configs.flatMap(({ contexts }) => contexts),
  clusters: configs.flatMap(({ clusters }) => clusters),
  users: configs.flatMap(({ users }) => users),
});

function choose(config: Config, wanted: string | undefined, files: string): KubeContext {
  const name = wanted ?? config.current;
  if (name === undefined) throw wrong(`${files} has no current context: set one with kubectl config use-context, or give --context`);
  const context = config.contexts.find((entry) => entry.name === name)?.value;
  if (context === undefined)
    throw wrong(`${files} has no context ${name}; it has ${config.contexts.map((entry) => entry.name).join(', ') || 'none'}`);
  const cluster = config.clusters.find((entry) => entry.name === context.cluster);
  if (cluster?.value.server === undefined)
    throw wrong(`${files} has no cluster ${context.cluster ?? ''} with a server, which context ${name} names`);
  const user = config.users.find((entry) => entry.name === context.user);
  if (user === undefined && context.user) throw wrong(`${files} has no user ${context.user}, which context ${name} names`);
  return {
    name,
    namespace: context.namespace ?? 'default',
    cluster: absolute(cluster, ['certificate-authority']),
    user: user === undefined ? {} : absoluteUser(user),
  };
}

function absoluteUser(user: Named<User>): User {
  const moved = absolute(user, ['client-certificate', 'client-key', 'tokenFile']);
  if (!moved.exec?.command?.includes('/')) return moved; // a bare name is looked for on PATH
  return { ...moved, exec: absolute({ ...user, value: moved.exec }, ['command']) };
}

function absolute<T extends object>({ value, folder }: Named<T>, keys: readonly (keyof T)[]): T {
  const moved = keys.flatMap((key) => {
    const path = value[key];
    return typeof path === 'string' && path !== '' && !isAbsolute(path) ? [[key, join(folder, path)]] : [];
  });
  return { ...value, ...(Object.fromEntries(moved) as Partial<T>) };
}

const wrong = (message: string, cause?: unknown): ApiError => new ApiError('configuration', message, { cause });
