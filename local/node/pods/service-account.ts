import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { resource, type KubeObject } from '../../../kube/objects/resource.ts';

interface TokenRequest extends KubeObject {
  readonly spec: { readonly expirationSeconds: number; readonly boundObjectRef: object };
  readonly status?: { readonly token?: string; readonly expirationTimestamp?: string };
}

const tokens = resource<TokenRequest>('', 'v1', 'serviceaccounts', 'TokenRequest');

export interface Token {
  readonly text: string;
  /** When to have the next one, in ms since 1970. */
  readonly renewAt: number;
}

const LIFE_SECONDS = 3_600;

/** A token of the pod's service account that is worth nothing once the pod is gone. */
export async function tokenFor(client: Client, { metadata, spec }: Pod, wall: () => number): Promise<Token> {
  const name = spec?.serviceAccountName ?? 'default';
  const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: metadata?.name, uid: metadata?.uid };
  const request: TokenRequest = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace: metadata?.namespace ?? '' },
    spec: { expirationSeconds: LIFE_SECONDS, boundObjectRef },
  };
  const { status } = await client.create(tokens, request, { subresource: 'token' });
  return { text: status?.token ?? '', renewAt: wall() + LIFE_SECONDS * 800 };
}

export interface ServiceAccountFiles {
  readonly server: string;
  readonly caCertificate: string;
  readonly namespace: string;
}

/**
 * What a pod finds under /var/run/secrets/kubernetes.io/serviceaccount,
 * and a kubeconfig that says the same: a process cannot be given that path.
 */
export function writeServiceAccount(
  folder: string,
  token: string,
  { server, caCertificate, namespace }: ServiceAccountFiles,
): { readonly kubeconfig: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(folder, name);
  replace(path('token'), token);
  replace(path('ca.crt'), caCertificate);
  replace(path('namespace'), namespace);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'pod',
    clusters: [{ name: 'local', cluster: { server, 'certificate-authority': path('ca.crt') } }],
    users: [{ name: 'pod', user: { tokenFile: path('token') } }],
    contexts: [{ name: 'pod', context: { cluster: 'local', user: 'pod', namespace } }],
  };
  replace(path('kubeconfig'), JSON.stringify(config));
  return { kubeconfig: path('kubeconfig') };
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.next`, text, { mode: 0o600 });
  chmodSync(`${file}.next`, 0o600);
  renameSync(`${file}.next`, file);
}
