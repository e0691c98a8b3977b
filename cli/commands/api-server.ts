import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { abortOf } from '../../ground/time/abort.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { startApiServer, type ApiServer } from '../../local/api-server/start.ts';
import { claimFolder, removeLeftovers } from '../../local/claimed-folder.ts';
import type { GuardedInvocation } from '../output.ts';
import { cannotListen, port } from '../port.ts';
import { CommandFailure, runCommand } from '../run-command.ts';

interface Options {
  readonly port: number;
  readonly crds?: string;
  readonly kubeconfig?: string;
}

export const apiServerCommand = (invocation: GuardedInvocation): Command =>
  new Command('api-server')
    .description('run a Kubernetes API server in this process, and nothing else, until Ctrl-C: for kubectl, and for tests in any language')
    .option('--port <port>', 'its port; 0: any free one', port, 0)
    .option('--crds <folder>', 'a folder of manifests, such as CustomResourceDefinitions, that are applied at the start')
    .option('--kubeconfig <file>', 'where the kubeconfig of its administrator is written; without it a file that goes with the server')
    .addHelpText('before', 'civ api-server\nciv api-server --crds crds/ --kubeconfig kubeconfig\n')
    .action((options: Options) => serve(invocation, options));

export const apiServer = runCommand(apiServerCommand);

async function serve(invocation: GuardedInvocation, { port: wanted, crds, kubeconfig: file }: Options): Promise<void> {
  const { stdout, stderr } = invocation;
  // A client is nothing that every server needs.
  const applyManifests = crds === undefined ? undefined : (await import('../apply/apply-folder.ts')).folderToApply(crds, 'civ-api-server');
  const stop = invocation.stopSignal();
  removeLeftovers(tmpdir());
  const folder = claimFolder(tmpdir());
  try {
    const server = await start(wanted, (error) => stderr.write(`civ api-server: a defect: ${messageOf(error)}\n`));
    try {
      const kubeconfig = file ?? join(folder.path, 'kubeconfig');
      write(kubeconfig, server.kubeconfig);
      await applyManifests?.(kubeconfig, stop);
      stdout.write(`export KUBECONFIG=${kubeconfig}\n`);
      await abortOf(stop);
    } finally {
      await server.stop();
    }
  } finally {
    folder.remove();
  }
}

async function start(wanted: number, report: (error: unknown) => void): Promise<ApiServer> {
  try {
    return await startApiServer({ port: wanted, defaultAccounts: true, report });
  } catch (cause) {
    throw cannotListen(cause, wanted);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (cause) {
    throw new CommandFailure(`cannot write ${file}: ${messageOf(cause)}: name a file that can be written with --kubeconfig`, { cause });
  }
}
