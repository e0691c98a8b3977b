import { resource, type KubeObject } from 'civ8s/kube';

export interface Website extends KubeObject {
  readonly spec?: { readonly html: string; readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number };
}

export const websites = resource<Website>('example.com', 'v1', 'websites', 'Website');
