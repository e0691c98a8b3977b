import { readFileSync, writeFileSync } from 'node:fs';
import type { Client } from '../kube/client/client.ts';

/** A token of an account, as the API server gives it to whoever asks. */
export async function accountToken(client: Client, namespace: string, account: string): Promise<string> {
  const { body } = await client.raw({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const { status } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly status: { readonly token: string } };
  return status.token;
}

/** Writes a kubeconfig of an account beside that of the administrator, and answers its path. */
export async function kubeconfigOfAccount(kubeconfig: string, client: Client, namespace: string, account: string): Promise<string> {
  const path = `${kubeconfig}-${namespace}-${account}`;
  const users = [{ name: 'admin', user: { token: await accountToken(client, namespace, account) } }];
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(kubeconfig, 'utf8')) as object), users }), { mode: 0o600 });
  return path;
}
