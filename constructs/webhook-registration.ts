import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Webhooks } from '../webhooks/declared.ts';
import { webhookManifests, webhooksName, type WebhookPlace } from '../webhooks/manifests.ts';
import { neededAccess, type NeededAccess } from '../webhooks/needed-access.ts';
import { grant } from './grant.ts';

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
    if (account === undefined) return;
    const needed = neededAccess(all, program);
    for (const namespaced of [true, false])
      grant(this, {
        rules: rulesOf(needed.filter(({ resource }) => resource.namespaced === namespaced)),
        account: { name: account, namespace },
        metadata: { name, ...(namespaced ? { namespace } : {}), labels },
      });
  }
}

const rulesOf = (needed: readonly NeededAccess[]) =>
  needed.map(({ resource, verbs, name }) => ({
    apiGroups: [resource.group],
    resources: [resource.plural],
    verbs: [...verbs],
    ...(name !== undefined && { resourceNames: [name] }),
  }));
