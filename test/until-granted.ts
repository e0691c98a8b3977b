import type { Client } from '../kube/client/client.ts';
import type { AuthorizationV1SubjectAccessReview } from '../kube/objects/kinds/authorization-v1.ts';
import { resource, type Resource } from '../kube/objects/resource.ts';
import { until } from './until.ts';

/** A rule of a role, as far as it is asked about. */
export interface GrantedRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const reviews: Resource<AuthorizationV1SubjectAccessReview> = resource(
  'authorization.k8s.io',
  'v1',
  'subjectaccessreviews',
  'SubjectAccessReview',
  'cluster',
);

export const accountIn = (namespace: string, name: string): string => `system:serviceaccount:${namespace}:${name}`;

/**
 * Waits until each right of these rules counts, in a namespace or everywhere: a real API server decides by what it watches, so a role
 * counts a moment after it was written.
 */
export async function untilGranted(client: Client, user: string, rules: readonly GrantedRule[], namespace?: string): Promise<void> {
  for (const { apiGroups, resources, resourceNames = [undefined], verbs } of rules)
    for (const group of apiGroups)
      for (const path of resources)
        for (const verb of verbs)
          for (const name of resourceNames) {
            const [plural = '', subresource] = path.split('/');
            const resourceAttributes = { namespace, verb, group, resource: plural, subresource, name };
            await until(`the right of ${user} to ${verb} ${path}`, async () => {
              const { status } = await client.create(reviews, { spec: { user, resourceAttributes } });
              return status?.allowed;
            });
          }
}

/** A manifest, as far as it grants something. */
interface Manifest {
  readonly kind: string;
  readonly metadata?: { readonly namespace?: string };
  readonly rules?: readonly GrantedRule[];
}

/** Waits until every role among these counts for an account that all of them are bound to. */
export async function untilRolesCount(client: Client, user: string, manifests: readonly Manifest[]): Promise<void> {
  for (const { kind, metadata, rules = [] } of manifests)
    if (kind === 'Role' || kind === 'ClusterRole') await untilGranted(client, user, rules, metadata?.namespace);
}
