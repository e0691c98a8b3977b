import { ApiError } from '../errors/api-error.ts';
import { runPlugin, type PluginEnvironment } from './exec-plugin.ts';
import type { KubeContext, User } from './kubeconfig.ts';
import type { Secrets, SecretSource } from './secrets.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { readTextFile } from '../../ground/text/read-text-file.ts';

/** A token or a bundle of certificates. */
const MOST_BYTES = 2 ** 22;
/** As the kubelet rotates tokens well before they expire, so long may a file be trusted. */
const FILES_STALE_AFTER_MS = 60_000;

/** By the kubeconfig's rules: a token before a plugin, a file before what is written out. */
export function createSecretSource({ user, cluster }: KubeContext, environment: PluginEnvironment): SecretSource {
  const { exec, tokenFile, token } = user;
  const certificate = (): Pick<Secrets, 'certificate' | 'key'> => ({
    certificate: pem(user['client-certificate'], user['client-certificate-data']),
    key: pem(user['client-key'], user['client-key-data']),
  });
  const files = (read: () => Secrets): SecretSource => ({ read: async () => read(), staleAfterMs: FILES_STALE_AFTER_MS });
  if (given(tokenFile)) return files(() => ({ ...certificate(), token: readText(tokenFile).trim() }));
  if (given(token)) return files(() => ({ ...certificate(), token }));
  if (given(exec)) return { read: () => runPlugin(exec, cluster, environment) };
  if (given(user['auth-provider'])) return { read: () => legacyToken(user), staleAfterMs: FILES_STALE_AFTER_MS };
  return files(certificate);
}

/** A kubeconfig may say null or nothing for what it does not have. */
const given = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null && value !== '';

/** `auth-provider` (OIDC, in the main) is no longer in Kubernetes' own clients; client-node still knows it, at 80 MiB. */
async function legacyToken(user: User): Promise<Secrets> {
  const name = user['auth-provider']?.name ?? '';
  const { KubeConfig } = await import('@kubernetes/client-node').catch((cause: unknown) => {
    throw new ApiError(
      'configuration',
      `the auth-provider ${name} of the kubeconfig needs the package @kubernetes/client-node, which is not installed here; use a credential plugin (exec) in its place`,
      { cause },
    );
  });
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'cluster', server: 'https://unused', skipTLSVerify: false },
    { name: 'user', authProvider: user['auth-provider'] },
  );
  const request: { headers?: Record<string, string> } = {};
  await config.applyToHTTPSOptions(request).catch((cause: unknown) => {
    throw new ApiError('configuration', `the auth-provider ${name} of the kubeconfig gave no token: ${messageOf(cause)}`, { cause });
  });
  const token = request.headers?.['Authorization']?.replace(/^Bearer /, '');
  if (token === undefined)
    throw new ApiError(
      'configuration',
      `the auth-provider ${name} of the kubeconfig gave no token; use a credential plugin (exec) in its place`,
    );
  return { token };
}

/** PEM from a file, or from base64 in the kubeconfig, which goes before it. */
export function pem(file: string | undefined, data: string | undefined): string | undefined {
  if (given(data)) return Buffer.from(data, 'base64').toString('utf8');
  return given(file) ? readText(file) : undefined;
}

function readText(file: string): string {
  try {
    return readTextFile(file, MOST_BYTES);
  } catch (cause) {
    throw new ApiError('configuration', `${file}, which the kubeconfig names, cannot be read (${messageOf(cause)})`, { cause });
  }
}

/** Who is asked to act as whom, and basic credentials: what never changes. */
export function fixedHeaders(user: User): Readonly<Record<string, string | string[]>> {
  const headers: Record<string, string | string[]> = {};
  if (given(user.username)) headers['authorization'] = `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
  if (given(user.as)) headers['impersonate-user'] = user.as;
  if (given(user['as-uid'])) headers['impersonate-uid'] = user['as-uid'];
  if (given(user['as-groups'])) headers['impersonate-group'] = [...user['as-groups']];
  for (const [name, values] of Object.entries(user['as-user-extra'] ?? {}))
    headers[`impersonate-extra-${encodeURIComponent(name.toLowerCase())}`] = [...values];
  return headers;
}
