import { inAnyOrder, says, type Script } from '../script.ts';

const pod = (name: string, resources: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'civ8s:1', resources }] },
});
const limits = (...of: readonly object[]) => ({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits: of } });

/** What a namespace grants and asks for. */
export const limitScript: Script = {
  about: 'limits of a namespace',
  commands: [
    says(
      'create -f -',
      limits({ type: 'Container', max: { memory: '1Gi' }, default: { memory: '128Mi', cpu: '1' }, defaultRequest: { cpu: '100m' } }),
    ),
    inAnyOrder(says('describe limitrange limits')),
    says('create -f -', pod('filled')),
    says('get pod filled -o jsonpath={.spec.containers[0].resources}'),
    says('get pod filled -o jsonpath={.metadata.annotations}'),
    says('create -f -', pod('large', { limits: { memory: '2Gi' } })),
    says('delete limitrange limits'),
    says('create quota q --hard=pods=2,requests.cpu=1,configmaps=2'),
    says('delete quota q'),
    says('label namespace NAMESPACE pod-security.kubernetes.io/enforce=restricted'),
    says('create -f -', pod('insecure', { requests: { cpu: '1m' } })),
    says('create deployment insecure --image=civ8s:1'),
    says('label namespace NAMESPACE pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/warn=baseline'),
    says('create -f -', {
      ...pod('host'),
      spec: { hostNetwork: true, containers: [{ name: 'main', image: 'civ8s:1', securityContext: { privileged: true } }] },
    }),
    says('label namespace NAMESPACE pod-security.kubernetes.io/enforce=none'),
  ],
};
