import { services, mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../kube/objects/built-in.ts';
import { manifest, type KubeManifest } from '../kube/objects/manifest.ts';
import type { Service } from '../kube/objects/built-in.ts';
import type { DeclaredWebhook, LabelSelection, Webhooks } from './declared.ts';
import { CONVERSION_PATH, namedWebhooks, type NamedWebhook } from './named.ts';

/** Where the webhooks of a program are reached. */
export interface WebhookPlace {
  /** As `main` is told it. */
  readonly program: string;
  /** Of its pods. */
  readonly namespace: string;
  /** The labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** An address in place of the Service, for a program outside the cluster: `https://10.0.0.7:9443`. */
  readonly url?: string;
}

/** Where a program listens, unless `--webhook-addr` says otherwise. */
export const WEBHOOK_PORT = 9443;

/** `website-operator-webhooks`: the Service, the Secret and the configurations of a program. */
export const webhooksName = (program: string): string => `${program}-webhooks`;

/** What a program itself needs to come up, or to be let go: it is not asked about these in its own namespace. */
const ITS_OWN_NEEDS: ReadonlySet<string> = new Set(['pods', 'secrets', 'leases', 'endpoints', 'endpointslices']);

/** The Service, and the configurations by which an API server knows whom to ask. Their `caBundle` is the program's own to fill in. */
export function webhookManifests(all: readonly Webhooks[], place: WebhookPlace): readonly KubeManifest[] {
  const { validate, mutate, convert } = namedWebhooks(all, place.program);
  const name = webhooksName(place.program);
  const metadata = { name, labels: { 'app.kubernetes.io/name': place.program } };
  const manifests: KubeManifest[] = [];
  if (place.url === undefined) manifests.push(serviceOf(place, convert.length > 0));
  if (mutate.length > 0)
    manifests.push(manifest(mutatingWebhookConfigurations, { metadata, webhooks: mutate.map((hook) => configured(hook, place)) }));
  if (validate.length > 0)
    manifests.push(manifest(validatingWebhookConfigurations, { metadata, webhooks: validate.map((hook) => configured(hook, place)) }));
  return manifests;
}

/** Who converts what he follows himself is ready only after he has been asked. */
const serviceOf = ({ program, namespace, podLabels }: WebhookPlace, converts: boolean): KubeManifest<Service> =>
  manifest(services, {
    metadata: { name: webhooksName(program), namespace, labels: { 'app.kubernetes.io/name': program } },
    spec: {
      selector: podLabels,
      ports: [{ name: 'webhooks', port: 443, protocol: 'TCP', targetPort: WEBHOOK_PORT }],
      ...(converts && { publishNotReadyAddresses: true }),
    },
  });

function configured({ name, path, resource, operations, settings }: NamedWebhook<unknown>, place: WebhookPlace) {
  const { group, version, plural } = resource;
  return {
    name,
    clientConfig: clientConfigOf(path, place),
    rules: [
      {
        apiGroups: [group],
        apiVersions: [version],
        resources: [plural],
        operations: operations.map((operation) => operation.toUpperCase()),
        scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      },
    ],
    admissionReviewVersions: ['v1'],
    sideEffects: settings.sideEffects === true ? 'NoneOnDryRun' : 'None',
    failurePolicy: settings.failurePolicy ?? 'Fail',
    timeoutSeconds: settings.timeoutSeconds ?? 10,
    namespaceSelector: namespacesOf({ resource, settings }, place),
    ...(settings.objectSelector !== undefined && { objectSelector: settings.objectSelector }),
  };
}

/** What a CustomResourceDefinition whose versions the program converts says in `spec.conversion`. */
export const conversionOf = (place: WebhookPlace) => ({
  strategy: 'Webhook',
  webhook: { clientConfig: clientConfigOf(CONVERSION_PATH, place), conversionReviewVersions: ['v1'] },
});

/** A path of a program, as configurations name it. */
const clientConfigOf = (path: string, { program, namespace, url }: WebhookPlace) =>
  url === undefined
    ? { service: { name: webhooksName(program), namespace, path, port: 443 } }
    : { url: `${url.replace(/\/$/, '')}${path}` };

function namespacesOf(
  { resource, settings: { namespaceSelector } }: Pick<DeclaredWebhook<unknown>, 'resource' | 'settings'>,
  { namespace }: WebhookPlace,
): LabelSelection {
  const { matchLabels, matchExpressions = [] } = namespaceSelector ?? {};
  const elsewhere = ITS_OWN_NEEDS.has(resource.plural)
    ? [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn' as const, values: [namespace] }]
    : [];
  const expressions = [...matchExpressions, ...elsewhere];
  return { ...(matchLabels && { matchLabels }), ...(expressions.length > 0 && { matchExpressions: expressions }) };
}
