import { says, type Script } from '../script.ts';

const webhooks = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'w-NAMESPACE' },
  webhooks: [
    {
      name: 'w.example.com',
      clientConfig: { url: 'https://example.com/x' },
      rules: [{ apiGroups: ['none.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothings'] }],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    },
  ],
};

/** What goes wrong for everybody some day. */
export const refusalScript: Script = {
  about: 'mistakes',
  commands: [
    says('get nothings'),
    says('get nothings.example.com'),
    says('get configmap none'),
    says('get pods/none configmaps/none'),
    says('-n none get pods'),
    says('-n none create configmap c'),
    says('apply -f -', { apiVersion: 'example.com/v1', kind: 'Tavern', metadata: { name: 't' } }),
    says('apply -f -', { apiVersion: 'v1', kind: 'Tavern', metadata: { name: 't' } }),
    says('apply -f -', { apiVersion: 'apps/v1beta1', kind: 'Deployment', metadata: { name: 't' } }),
    says('apply --server-side -f -', { apiVersion: 'example.com/v1', kind: 'Tavern', metadata: { name: 't' } }),
    says('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, dat: {} }),
    says('create -f - --validate=warn', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'warned' }, dat: {} }),
    says('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Bad_Name' } }),
    says('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 1 } }),
    says('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', labels: { 'a b': 'c' } } }),
    says('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
    says('create -f -', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'other' } }),
    says('create -f -', 'a: [b'),
    says('create -f -', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [] } }),
    says('create -f -', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: {} }),
    says('create configmap c --from-literal=a=1 --dry-run=server -o yaml'),
    says('patch configmap none -p {}'),
    says('scale deployment none --replicas=1'),
    says('rollout status deployment none'),
    says('exec none -- ls'),
    says('port-forward pod/none 8080:80'),
    says('delete namespace default'),
    says('create -f -', webhooks),
    says('get validatingwebhookconfigurations w-NAMESPACE'),
    says('delete validatingwebhookconfiguration w-NAMESPACE'),
    says('replace --raw /api/v1/nothing -f -', {}),
    says('get --raw /api/v1/namespaces/none'),
    says('get configmaps --chunk-size=1 -o name'),
    says('delete namespace NAMESPACE --wait=false'),
  ],
};
