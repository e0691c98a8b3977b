import { writeFileSync } from 'node:fs';
import { kubectl, kubectlJson } from './run-program.ts';

const NAME = 'civ8s-reader-of-the-tour';
const NAMESPACE = 'kube-system';

interface Kubeconfig {
  readonly users: readonly { readonly name: string }[];
}

/**
 * Makes an administrator who has a token, and writes a kubeconfig of theirs: a chapter asks with the token of a pod, and where a
 * kubeconfig has a client certificate, that goes before a token.
 */
export async function writeAdministrator(kubeconfig: string): Promise<void> {
  await kubectl('create', 'serviceaccount', NAME, '-n', NAMESPACE);
  await kubectl('create', 'clusterrolebinding', NAME, '--clusterrole=cluster-admin', `--serviceaccount=${NAMESPACE}:${NAME}`);
  const token = await kubectl('create', 'token', NAME, '-n', NAMESPACE, '--duration=2h');
  const config = await kubectlJson<Kubeconfig>('config', 'view', '--raw', '--flatten', '--minify');
  const users = config.users.map(({ name }) => ({ name, user: { token } }));
  writeFileSync(kubeconfig, JSON.stringify({ ...config, users }), { mode: 0o600 });
}

export async function removeAdministrator(): Promise<void> {
  await kubectl('delete', 'clusterrolebinding', NAME, '--ignore-not-found');
  await kubectl('delete', 'serviceaccount', NAME, '-n', NAMESPACE, '--ignore-not-found');
}
