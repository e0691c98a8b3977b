import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../controllers/runtime/tell/log.ts';
import type { Client } from '../../kube/client/client.ts';
import { connect } from '../../kube/connect.ts';
import { configMaps, namespaces, nodes, serviceAccounts } from '../../kube/objects/built-in.ts';
import { startCluster } from '../../local/cluster.ts';
import { startNode } from '../../local/node/start.ts';
import { borrowRealApiServer } from '../real/api-server.ts';

/** An API server of either kind, and our node at it: a container is a shell, which is given its `args`. */
export interface ServerWithPods {
  /** The text of a kubeconfig file of its administrator. */
  readonly kubeconfig: string;
  /** As that administrator. */
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

const SHELL = { program: '/bin/sh', programArgs: [], environment: { PATH: process.env['PATH'] ?? '' } };

/** What is logged as an error goes to `problems`. */
const logTo = (problems: unknown[]) => createLog({ level: 'error', format: 'json', out: { write: (line) => problems.push(line) } });

export async function startEmbeddedWithPods(namespace: string, problems: unknown[]): Promise<ServerWithPods> {
  const cluster = await startCluster({ ...SHELL, log: logTo(problems) });
  await cluster.client.create(namespaces, { metadata: { name: namespace } });
  return { kubeconfig: readFileSync(cluster.kubeconfig, 'utf8'), client: cluster.client, stop: () => cluster.stop(0) };
}

/** Nobody else is there to give a namespace its account and its authority, and to take the taint off a node that is ready. */
export async function startRealWithPods(namespace: string, problems: unknown[]): Promise<ServerWithPods> {
  const { url, ca, kubeconfig } = await borrowRealApiServer();
  const { client, close } = await connect({ env: {}, kubeconfig });
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-pods-'));
  await client.create(namespaces, { metadata: { name: namespace } });
  await client.create(serviceAccounts, { metadata: { namespace, name: 'default' } });
  await client.create(configMaps, { metadata: { namespace, name: 'kube-root-ca.crt' }, data: { 'ca.crt': ca } });
  const node = await startNode({ ...SHELL, client, server: url, caCertificate: ca, folder, log: logTo(problems) });
  await client.patch(nodes, { name: node.name }, { merge: { spec: { taints: null } } });
  return {
    kubeconfig: readFileSync(kubeconfig, 'utf8'),
    client,
    async stop() {
      await node.stop(0);
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
