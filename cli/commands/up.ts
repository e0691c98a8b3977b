import { createRequire } from 'node:module';
import { freemem } from 'node:os';
import { Command } from 'commander';
import { createLog, type Log } from '../../controllers/runtime/tell/log.ts';
import type { Client } from '../../kube/client/client.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { startCluster, type LocalCluster } from '../../local/cluster.ts';
import { applyAll } from '../apply/apply-all.ts';
import { applySetOf, asMember, declareSet, ensureSystemNamespace, FIELD_MANAGER, type ApplySet } from '../apply/apply-set.ts';
import type { ForwardedService } from '../dashboard/forward-service.ts';
import { coloursOf } from '../terminal/colours.ts';
import { readDocuments, withDocumentSource, type DocumentSource } from '../apply/documents.ts';
import { duration } from '../duration.ts';
import type { GuardedInvocation } from '../output.ts';
import { REPLICAS_ANNOTATION } from '../../model/keys.ts';
import { readRange } from '../../model/workers-range.ts';
import { cannotListen, port } from '../port.ts';
import { CommandFailure, runCommand } from '../run-command.ts';
import { followRealm } from './up/follow-realm.ts';
import type { ShopView } from './up/realm-view.ts';
import { openDashboard, withDashboard } from './up/dashboard.ts';
import { nameOf } from './up/story.ts';

interface Options extends DocumentSource {
  readonly port: number;
  readonly for?: number;
  /** False with --no-dashboard. */
  readonly dashboard: boolean;
  readonly dashboardPort?: number;
}

export const upCommand = (invocation: GuardedInvocation): Command =>
  withDocumentSource(
    new Command('up').description('run a realm on this machine: an API server, the workers and the controllers, until Ctrl-C'),
  )
    .option('--port <port>', 'the port of the API server; 0: any free one', port, 0)
    .option(
      '--for <duration>',
      'end as soon as every shop is ready (exit code 0), or after this time (exit code 1, with the reasons): 90s, 5m',
      duration,
    )
    .option('--no-dashboard', 'without the dashboard')
    .option('--dashboard-port <port>', 'the port of the dashboard; otherwise 8484, or another if that is taken', port)
    .addHelpText('before', 'civ up\nciv up -f values.yaml\nciv up --for 90s\n')
    .action((options: Options) => runRealm(invocation, options));

export const up = runCommand(upCommand);

async function runRealm(invocation: GuardedInvocation, options: Options): Promise<void> {
  const { stdout, stderr } = invocation;
  createRequire(import.meta.url).resolve('express'); // without it, every worker would end as soon as it starts
  const { realm, objects } = await readDocuments(options);
  const { documents, shown } = withDashboard(objects, options.dashboard);
  const stop = invocation.stopSignal();
  const memory = memoryProblem(documents, freemem());
  if (memory !== undefined) stderr.write(`civ up: ${memory}\n`);
  const cluster = await start(invocation, options.port, createLog({ level: 'error', format: 'text', out: stderr }));
  let page: ForwardedService | undefined;
  try {
    page = shown ? await openDashboard(cluster, options.dashboardPort) : undefined;
    const head = `export KUBECONFIG=${cluster.kubeconfig}\n${page === undefined ? '' : `dashboard: http://127.0.0.1:${page.port}/\n`}`;
    stdout.write(head);
    await applySet(cluster.client, applySetOf(realm), documents, stop);
    const outcome = await followRealm(cluster.client, {
      head,
      out: stdout,
      colours: coloursOf(invocation),
      stop,
      ...(options.for === undefined ? {} : { untilReadyMs: options.for }),
    });
    if (outcome.kind === 'late')
      throw new CommandFailure(
        `after ${(options.for ?? 0) / 1_000} s not every shop is ready:\n${outcome.missing.map((shop) => `  ${nameOf(shop)}: ${whyNot(shop)}`).join('\n')}`,
      );
  } finally {
    await page?.close();
    await cluster.stop(GRACE_MS);
  }
}

const GRACE_MS = 10_000;

/** As `civ apply` would leave them: so `civ diff` shows what has changed since, and nothing else. */
async function applySet(client: Client, set: ApplySet, documents: readonly KubeObject[], stop: AbortSignal): Promise<void> {
  await ensureSystemNamespace(client, { fieldManager: FIELD_MANAGER });
  await declareSet(client, set, documents, {});
  await applyAll(
    client,
    documents.map((document) => asMember(set, document)),
    stop,
  );
}

async function start({ program: [file, ...args], env }: GuardedInvocation, wanted: number, log: Log): Promise<LocalCluster> {
  const environment = Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_COMPILE_CACHE'].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  try {
    return await startCluster({ port: wanted, program: file, programArgs: args, environment, log });
  } catch (cause) {
    throw cannotListen(cause, wanted);
  }
}

const whyNot = ({ trouble, waits, ready, wanted }: ShopView): string =>
  trouble ?? (waits.length > 0 ? `waits for ${waits.join(', ')}` : `${ready} of ${wanted} pods are ready`);

/** What a worker or a controller takes of its own, measured, and what all of them share; a little more, so this is the most. */
const PROCESS_BYTES = 50 * 1024 * 1024;
const SHARED_BYTES = 60 * 1024 * 1024;

function memoryProblem(documents: readonly KubeObject[], free: number): string | undefined {
  const replicas = documents
    .filter(({ kind }) => kind === 'Deployment')
    .map(
      (deployment) =>
        readRange(deployment.metadata?.annotations?.[REPLICAS_ANNOTATION] ?? '')?.to ??
        (deployment as { readonly spec?: { readonly replicas?: number } }).spec?.replicas ??
        1,
    );
  const processes = replicas.reduce((total, count) => total + count, 0) + 2;
  const needed = processes * PROCESS_BYTES + SHARED_BYTES;
  const mebibytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return needed > free
    ? `the realm's ${processes} processes may need ${mebibytes(needed)} MiB of memory, and ${mebibytes(free)} MiB are free: it may be slow, or be ended by the system`
    : undefined;
}
