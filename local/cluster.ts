import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../kube/connect.ts';
import type { Client } from '../kube/client/client.ts';
import type { Log } from '../controllers/runtime/tell/log.ts';
import type { NodeHooks } from './api-server/contracts/node-hooks.ts';
import { startApiServer } from './api-server/start.ts';
import { claimFolder, removeLeftovers } from './claimed-folder.ts';
import { logDefect } from './node/defect.ts';
import { portsOf } from './node/pods/ports.ts';
import { createUsageMeter } from './node/pods/usage.ts';
import type { Program } from './node/pods/program.ts';
import { startNode, type LocalNode } from './node/start.ts';
import { prepare } from './prepare.ts';

export interface LocalClusterOptions extends Program {
  /** Of the API server. @default any that is free */
  readonly port?: number;
  /** What every process is given: PATH and the like. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: Log;
}

/** A whole cluster on this machine: an API server in this process, and pods as processes of their own. */
export interface LocalCluster {
  readonly client: Client;
  readonly forward: Connection['forward'];
  /** A file for kubectl, and for everything else that speaks to a cluster. */
  readonly kubeconfig: string;
  readonly server: string;
  /** Ends every process, within the grace, and removes every file. */
  stop(graceMs: number): Promise<void>;
}

/** Throws where the port is taken; nothing is left behind then. */
export async function startCluster({
  port: wanted = 0,
  program,
  programArgs,
  environment,
  log,
}: LocalClusterOptions): Promise<LocalCluster> {
  removeLeftovers(tmpdir());
  const prepared = prepare({ program, programArgs, environment }); // beside all that follows
  // The server starts before the node, and asks for it only when it is asked for a pod.
  const here: { node?: LocalNode } = {};
  const meter = createUsageMeter(Date.now);
  const nodes: NodeHooks = {
    log: ({ metadata }, container, previous) => here.node?.log({ uid: metadata.uid ?? '', container, previous }),
    exec: ({ metadata }, container, command, terminal) =>
      here.node?.container({ uid: metadata.uid ?? '', container })?.exec(command, terminal),
    attach: ({ metadata }, container) => here.node?.container({ uid: metadata.uid ?? '', container })?.attach(),
    usage: {
      ofNode: (name) => (here.node?.name === name ? meter.ofMachine() : undefined),
      ofContainer({ metadata }, container) {
        const { pid, view } = here.node?.container({ uid: metadata.uid ?? '', container }) ?? {};
        return pid === undefined || view?.state.is !== 'running' ? undefined : meter.ofProcess(pid, view.state.startedAt);
      },
    },
    address: ({ metadata }, port) => {
      const mapped = portsOf({ metadata: { annotations: metadata.annotations ?? {} } }).get(port);
      return here.node === undefined || mapped === undefined ? undefined : { host: here.node.address, port: mapped };
    },
  };
  const apiServer = await startApiServer({
    port: wanted,
    defaultAccounts: true,
    nodes,
    report: (error) => logDefect(log, 'the API server', error),
  });
  const folder = claimFolder(tmpdir());
  const kubeconfig = join(folder.path, 'kubeconfig');
  writeFileSync(kubeconfig, apiServer.kubeconfig, { mode: 0o600 });
  const connection = await connect({ env: {}, kubeconfig, program: 'civ-up' });
  await prepared;
  here.node = await startNode({
    client: connection.client,
    server: apiServer.url,
    caCertificate: apiServer.ca,
    folder: join(folder.path, 'pods'),
    program,
    programArgs,
    environment,
    log,
    takeServerAway: () => apiServer.faults.outage(),
  });
  return {
    client: connection.client,
    forward: connection.forward,
    kubeconfig,
    server: apiServer.url,
    async stop(graceMs) {
      await here.node?.stop(graceMs);
      await connection.close();
      await apiServer.stop();
      folder.remove();
    },
  };
}
