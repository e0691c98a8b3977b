import type { StoredObject } from '../contracts/kube-object.ts';
import type { ServerParts } from '../verbs/request.ts';
import { putBootstrap } from './put-bootstrap.ts';

/** The first address of the cluster's: the services of others come after it. */
const API_SERVER_ADDRESS = '10.96.0.1';

const named = (labels: Readonly<Record<string, string>>) => ({ name: 'kubernetes', namespace: 'default', labels });

/** The Service by which pods know the API server, and where it leads: to this server's own port. */
export function serveKubernetes(cluster: ServerParts, address: string, port: number): void {
  const https = { name: 'https', port, protocol: 'TCP' };
  const objects: readonly StoredObject[] = [
    {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: named({ component: 'apiserver', provider: 'kubernetes' }),
      spec: {
        ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: port }],
        clusterIP: API_SERVER_ADDRESS,
        clusterIPs: [API_SERVER_ADDRESS],
        type: 'ClusterIP',
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: { loadBalancer: {} },
    },
    {
      kind: 'Endpoints',
      apiVersion: 'v1',
      metadata: named({ 'endpointslice.kubernetes.io/skip-mirror': 'true' }),
      subsets: [{ addresses: [{ ip: address }], ports: [https] }],
    },
    {
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: { generation: 1, ...named({ 'kubernetes.io/service-name': 'kubernetes' }) },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [https],
    },
  ];
  for (const object of objects) putBootstrap(cluster, object);
}
