import { describe, expect, it } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import { WebhookRegistration } from '../../constructs/webhook-registration.ts';
import { configMaps, secrets } from '../../kube/objects/built-in.ts';
import { on } from '../../webhooks/declared.ts';

const PLACE = { program: 'shopkeeper', namespace: 'system', podLabels: { app: 'shopkeeper' }, account: 'keeper' };
const nothing = on(configMaps, ['create', 'delete'], () => undefined);

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: unknown;
  readonly rules?: unknown;
  readonly webhooks?: readonly { readonly namespaceSelector: unknown }[];
}
function rendered(webhooks: Parameters<typeof register>[1]): readonly Rendered[] {
  const chart = new Chart(new App(), 'chart');
  register(chart, webhooks);
  return Testing.synth(chart) as readonly Rendered[];
}
const register = (chart: Chart, webhooks: ConstructorParameters<typeof WebhookRegistration>[2]['controllers'][number]) =>
  new WebhookRegistration(chart, 'webhooks', { ...PLACE, controllers: [webhooks] });

describe('the registration of webhooks', () => {
  it('is a Service of the pods, the configurations that there is something for, and rights to these by name', () => {
    const all = rendered({ webhooks: { validate: [nothing] } });
    expect(all.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
      ['Service', 'system', 'shopkeeper-webhooks'],
      ['ValidatingWebhookConfiguration', undefined, 'shopkeeper-webhooks'],
      ['Role', 'system', 'shopkeeper-webhooks'],
      ['RoleBinding', 'system', 'shopkeeper-webhooks'],
      ['ClusterRole', undefined, 'shopkeeper-webhooks'],
      ['ClusterRoleBinding', undefined, 'shopkeeper-webhooks'],
    ]);
    expect(all[0]?.spec).toEqual({
      selector: { app: 'shopkeeper' },
      ports: [{ name: 'webhooks', port: 443, protocol: 'TCP', targetPort: 9443 }],
    });
    expect(all[1]?.webhooks).toEqual([
      {
        name: 'configmaps.shopkeeper.core',
        clientConfig: {
          service: { name: 'shopkeeper-webhooks', namespace: 'system', path: '/validate/configmaps.shopkeeper.core', port: 443 },
        },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE', 'DELETE'], scope: 'Namespaced' }],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 10,
        namespaceSelector: {},
      },
    ]);
    expect(all[2]?.rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['list', 'watch', 'patch'], resourceNames: ['shopkeeper-webhooks'] },
    ]);
    const configurations = { apiGroups: ['admissionregistration.k8s.io'], resourceNames: ['shopkeeper-webhooks'] };
    expect(all[4]?.rules).toEqual([
      { ...configurations, resources: ['validatingwebhookconfigurations'], verbs: ['list', 'watch', 'patch'] },
    ]);
  });

  it('does not ask a program about what it needs itself to come up', () => {
    const settings = { namespaceSelector: { matchLabels: { shop: '' } } };
    const [, configuration] = rendered({ webhooks: { mutate: [on(secrets, ['update'], () => undefined, settings)] } });
    expect(configuration?.webhooks?.[0]?.namespaceSelector).toEqual({
      matchLabels: { shop: '' },
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['system'] }],
    });
  });

  it('is a mistake where nothing is asked', () =>
    expect(() => rendered({})).toThrow('no controller here has webhooks: leave the registration out'));
});
