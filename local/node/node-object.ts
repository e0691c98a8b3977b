import { cpus, hostname, release, totalmem } from 'node:os';
import { ApiError } from '../../kube/errors/api-error.ts';
import { nodes, type Node } from '../../kube/objects/built-in.ts';
import type { Client } from '../../kube/client/client.ts';
import { timestamp } from '../../ground/time/rfc3339.ts';

/** This machine, as a node of the cluster. */
export const nodeObject = (name: string, ip: string, version: string, now: number): Node => {
  const capacity = { cpu: String(cpus().length), memory: `${Math.floor(totalmem() / 1024)}Ki`, pods: '250' };
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: timestamp(now),
    lastTransitionTime: timestamp(now),
  });
  return {
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': process.platform === 'darwin' ? 'darwin' : 'linux',
        'kubernetes.io/arch': process.arch === 'x64' ? 'amd64' : process.arch,
      },
    },
    status: {
      capacity,
      allocatable: capacity,
      addresses: [
        { type: 'InternalIP', address: ip },
        { type: 'Hostname', address: hostname() },
      ],
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'this machine has memory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'this machine has disk'),
        condition('Ready', 'True', 'KubeletReady', 'pods run as processes of this machine'),
      ],
      nodeInfo: {
        architecture: process.arch,
        bootID: '',
        containerRuntimeVersion: `process://${version}`,
        kernelVersion: release(),
        kubeProxyVersion: '',
        kubeletVersion: `v${version}`,
        machineID: '',
        operatingSystem: process.platform,
        osImage: process.platform,
        systemUUID: '',
      },
    },
  };
};

export async function register(client: Client, node: Node): Promise<void> {
  try {
    await client.create(nodes, node);
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
  }
  await client.patch(nodes, { name: node.metadata?.name ?? '' }, { merge: { status: node.status } }, { subresource: 'status' });
}
