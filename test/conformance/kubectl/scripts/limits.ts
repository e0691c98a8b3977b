import { inAnyOrder, once, says, type Script } from '../script.ts';

const pod = (name: string, resources: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'civ8s:1', resources }] },
});
const limits = (...of: readonly object[]) => ({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits: of } });

const ENFORCE = 'label namespace NAMESPACE pod-security.kubernetes.io/enforce=restricted';
/** A pod that no level but the most generous lets pass. */
const privileged = (name: string) => ({
  ...pod(name),
  spec: { hostNetwork: true, containers: [{ name: 'main', image: 'civ8s:1', securityContext: { privileged: true } }] },
});

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
    once(`${ENFORCE} --dry-run=server`, 'filled', says(ENFORCE)),
    once('create --dry-run=server -f -', 'forbidden', says('create -f -', pod('insecure', { requests: { cpu: '1m' } })), pod('probe')),
    says('create deployment insecure --image=civ8s:1'),
    says('label namespace NAMESPACE pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/warn=baseline'),
    once('create --dry-run=server -f -', 'would violate', says('create -f -', privileged('host')), privileged('probe')),
    says('label namespace NAMESPACE pod-security.kubernetes.io/enforce=none'),
  ],
};
