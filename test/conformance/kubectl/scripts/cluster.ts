import { differs, inAnyOrder, says, type Script } from '../script.ts';

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-NAMESPACE' } };
const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'v-NAMESPACE' },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
};

const AGGREGATION = 'there is no aggregation of other API servers';
const QUEUES = 'no request is queued, so that there are no flow schemas of its own';
const PROSE = 'OpenAPI documents have no descriptions';

/** What belongs to no namespace, and to every group. */
export const clusterScript: Script = {
  about: 'the cluster',
  commands: [
    differs(AGGREGATION, says('api-versions')),
    differs(AGGREGATION, says('api-resources')),
    differs(AGGREGATION, says('api-resources --namespaced=false -o name')),
    says('get namespaces default'),
    says('describe namespace NAMESPACE'),
    says('create namespace NAMESPACE'),
    says('create namespace bad_name'),
    differs('there is one component, the server itself', inAnyOrder(says('get componentstatuses'))),
    says('create -f -', node),
    says('get node node-NAMESPACE'),
    says('get node node-NAMESPACE -o jsonpath={.spec.taints}'),
    says('describe node node-NAMESPACE'),
    says('cordon node-NAMESPACE'),
    says('uncordon node-NAMESPACE'),
    says('taint node node-NAMESPACE key=value:NoSchedule'),
    says('delete node node-NAMESPACE'),
    says('create priorityclass high-NAMESPACE --value=1000 --description=urgent'),
    says('create priorityclass bad-NAMESPACE --value=2000000000'),
    says('get priorityclasses'),
    says('describe priorityclass high-NAMESPACE'),
    says('create -f -', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'urgent' },
      spec: { priorityClassName: 'high-NAMESPACE', containers: [{ name: 'm', image: 'i:1' }] },
    }),
    says('get pod urgent -o jsonpath={.spec.priority}'),
    says('create -f -', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'none' },
      spec: { priorityClassName: 'none', containers: [{ name: 'm', image: 'i:1' }] },
    }),
    says('delete priorityclass high-NAMESPACE'),
    says('create -f -', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast-NAMESPACE' },
      provisioner: 'example.com/fast',
    }),
    says('get storageclass fast-NAMESPACE'),
    says('describe storageclass fast-NAMESPACE'),
    says('get storageclass fast-NAMESPACE -o yaml'),
    says('create -f -', { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'bad-NAMESPACE' } }),
    says('delete storageclass fast-NAMESPACE'),
    says('get csidrivers'),
    says('create -f -', volume),
    says('get pv v-NAMESPACE'),
    says('describe pv v-NAMESPACE'),
    says('create -f -', { ...volume, metadata: { name: 'w-NAMESPACE' }, spec: { capacity: {}, accessModes: [] } }),
    says('create -f -', { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'r-NAMESPACE' }, handler: 'h' }),
    says('get runtimeclasses'),
    says('delete runtimeclass r-NAMESPACE'),
    says('get csr'),
    differs(QUEUES, says('get flowschemas')),
    differs(QUEUES, says('get prioritylevelconfigurations')),
    says('get resourceclaims'),
    says('get leases'),
    differs(AGGREGATION, says('get apiservices v1.apps')),
    differs(PROSE, says('explain deployment.spec.replicas --output=plaintext-openapiv2')),
    says('get --raw /version/none'),
    says('cluster-info'),
    differs('it says what it is', says('version -o json --client=false')),
  ],
};
