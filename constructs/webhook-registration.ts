import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Webhooks } from '../webhooks/declared.ts';
import { webhookManifests, webhooksName, type WebhookPlace } from '../webhooks/manifests.ts';
import { neededAccess, type NeededAccess } from '../webhooks/needed-access.ts';

export interface WebhookRegistrationProps extends WebhookPlace {
  readonly controllers: readonly { readonly webhooks?: Webhooks }[];
  /** The service account of the program's pods. @default its rights are not granted here, but by `ProgramAccess` */
  readonly account?: string;
}

/** What has API servers call the webhooks of a program: its Service, the configurations, and the rights to keep its certificates. */
export class WebhookRegistration extends Construct {
  constructor(scope: Construct, id: string, { controllers, account, ...place }: WebhookRegistrationProps) {
    super(scope, id);
    const all = controllers.flatMap(({ webhooks }) => webhooks ?? []);
    if (all.length === 0) this.node.addValidation({ validate: () => ['no controller here has webhooks: leave the registration out'] });
    const { program, namespace } = place;
    const name = webhooksName(program);
    const labels = { 'app.kubernetes.io/name': program };
    for (const { apiVersion, kind, metadata, ...fields } of webhookManifests(all, place)) {
      const where = metadata?.namespace === undefined ? {} : { namespace };
      new ApiObject(this, kind.toLowerCase(), { apiVersion, kind, metadata: { name, ...where, labels }, ...fields });
    }
    if (account !== undefined) this.#grant(account, neededAccess(all, program), place);
  }

  #grant(account: string, needed: readonly NeededAccess[], { program, namespace }: WebhookPlace): void {
    const name = webhooksName(program);
    const labels = { 'app.kubernetes.io/name': program };
    const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
    const apiGroup = 'rbac.authorization.k8s.io';
    const own = { metadata: { name, namespace, labels }, rules: rulesOf(needed.filter(({ resource }) => resource.namespaced)) };
    const everywhere = { metadata: { name, labels }, rules: rulesOf(needed.filter(({ resource }) => !resource.namespaced)) };
    new k8s.KubeRole(this, 'role', own);
    new k8s.KubeRoleBinding(this, 'binding', { metadata: own.metadata, roleRef: { apiGroup, kind: 'Role', name }, subjects });
    new k8s.KubeClusterRole(this, 'cluster-role', everywhere);
    const roleRef = { apiGroup, kind: 'ClusterRole', name };
    new k8s.KubeClusterRoleBinding(this, 'cluster-binding', { metadata: everywhere.metadata, roleRef, subjects });
  }
}

const rulesOf = (needed: readonly NeededAccess[]) =>
  needed.map(({ resource, verbs, name }) => ({
    apiGroups: [resource.group],
    resources: [resource.plural],
    verbs: [...verbs],
    ...(name !== undefined && { resourceNames: [name] }),
  }));
