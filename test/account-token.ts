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
