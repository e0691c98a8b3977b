import { ApiError } from '../../kube/errors/api-error.ts';
import { listenProblem } from '../../ground/text/listen-problem.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { gitCommit } from '../../model/git-commit.ts';
import { packageVersion } from '../../model/package-version.ts';
import type { Controller } from './definition.ts';
import { definitionProblem } from './definition-problem.ts';
import { helpOf, parseFlags, UsageError, type FlagTable, type Settings } from './flags/flags.ts';
import { claimIdentity } from './election/identity.ts';
import { leaseTimesProblem, type LeaseTimes } from './election/lease.ts';
import { createLeaseStore } from './election/lease-store.ts';
import { createLog, describeError, type Log } from './tell/log.ts';
import { createMetrics, type RuntimeMetrics } from './tell/metrics.ts';
import { addressOf, close, createProbes, listen } from './tell/probes.ts';
import { createAccessReviews } from './rights/access-reviews.ts';
import { leaseRights } from './rights/lease-rights.ts';
import { createRightsCheck } from './rights/rights-check.ts';
import { createRunning, type RunningController } from './run.ts';
import { runtimeFlags, type RuntimeSettings } from './flags/runtime-flags.ts';

/** What a controller needs of the process. */
export interface Invocation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Aborts when the controller is to stop. */
  stopSignal(): AbortSignal;
}

type AnyController = Controller<FlagTable, string, unknown>;

/**
 * Runs a controller until it is told to stop. Answers the exit code;
 * what is wrong with the flags or the connection is a line on stderr.
 */
export async function start(controller: AnyController, invocation: Invocation): Promise<number> {
  const { args, stdout, stderr } = invocation;
  const problem = definitionProblem(controller);
  if (problem !== undefined) {
    stderr.write(`${problem}\n`);
    return 1;
  }
  const asks = (what: RegExp) => args.some((arg) => what.test(arg));
  if (asks(/^--?h(elp)?$/)) {
    stdout.write(
      `civ controller ${controller.name}: ${controller.summary}.\n\n${helpOf(controller.flags)}\nAs every controller:\n${helpOf(othersOf(controller))}`,
    );
    return 0;
  }
  if (asks(/^--?version$/)) {
    stdout.write(`${controller.name} version ${packageVersion()} (git commit ${gitCommit() ?? 'unknown'})\n`);
    return 0;
  }
  try {
    await runUntilStopped(controller, invocation);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !ApiError.is(error, 'configuration')) throw error;
    stderr.write(`civ controller ${controller.name}: ${describeError(error)}\n`);
    return 1;
  }
}

/** What every controller can be told, but for what this one has another default for. */
const othersOf = ({ flags }: AnyController): FlagTable =>
  Object.fromEntries(Object.entries(runtimeFlags).filter(([name]) => !Object.hasOwn(flags, name)));

async function runUntilStopped(controller: AnyController, invocation: Invocation): Promise<void> {
  const { args, env, stdout } = invocation;
  const settings = parseFlags({ ...runtimeFlags, ...controller.flags }, { args, env });
  const times = leaseTimesOf(settings);
  const address = probeAddressOf(settings);
  const log = createLog({ level: settings.debug ? 'debug' : settings['log-level'], format: settings['log-format'], out: stdout });
  const lease = leaseOf(controller, settings);
  const metrics = createMetrics({ controller: controller.name, workers: settings.workers, lease });
  const connection = await connect({
    env,
    program: lease,
    onRequest: (request) => metrics.requestDone(request),
    ...(settings.kubeconfig === '' ? {} : { kubeconfig: settings.kubeconfig }),
    ...(settings.context === '' ? {} : { context: settings.context }),
    ...(settings.server === '' ? {} : { server: settings.server }),
    concurrency: settings.workers + REQUESTS_ASIDE,
  });
  const leaseName = { namespace: leaseNamespaceOf(settings, connection), name: lease };
  const surroundings = { env, log, namespace: leaseName.namespace };
  const readsOnly = controller.readsOnly?.(settings) === true;
  const identity = await claimIdentity({ env, lease: leaseName });
  try {
    const prepared = await controller.prepare?.(settings, surroundings);
    const running = createRunning({
      controller,
      settings,
      prepared,
      metrics,
      log,
      times,
      client: connection.client,
      ...(settings['leader-elect'] === 'false' ? {} : { leases: createLeaseStore(connection.client, leaseName, Date.now) }),
      identity: identity.text,
      leadAlone: settings['leader-elect'] === 'auto',
      rights: createRightsCheck({
        rights: [
          ...(controller.rights?.(settings, surroundings) ?? []),
          ...(readsOnly ? [] : leaseRights(leaseName, settings['leader-elect'])),
        ],
        reviews: createAccessReviews(connection.client),
        clock: systemClock,
        random: Math.random,
        log,
      }),
      workers: settings.workers,
      deadlineMs: settings['reconcile-timeout'],
      resyncMs: settings.resync,
      drainMs: settings['drain-timeout'],
      staleMs: settings['stale-after'],
      clock: systemClock,
      wall: Date.now,
      random: Math.random,
    });
    const stop = invocation.stopSignal();
    const stopServing = await serveProbes(running, { address, metrics, log, stop });
    log.info(
      { controller: controller.name, version: packageVersion(), server: connection.server, context: connection.context },
      'starting',
    );
    await running.run(stop);
    await stopServing();
    log.info({}, 'stopped');
  } finally {
    await Promise.all([connection.close(), identity.release()]);
  }
}

function leaseOf(controller: AnyController, settings: Settings<FlagTable>): string {
  const instance = controller.instance?.(settings) ?? '';
  return `civ8s-${controller.name}${instance === '' ? '' : `-${instance}`}`;
}

/** The election and the Events must not wait for the reconciles. */
const REQUESTS_ASIDE = 4;

const leaseNamespaceOf = (settings: RuntimeSettings, { namespace }: Connection): string =>
  settings['lease-namespace'] === '' ? namespace : settings['lease-namespace'];

function leaseTimesOf(settings: RuntimeSettings): LeaseTimes {
  const times = { leaseMs: settings['lease-duration'], renewDeadlineMs: settings['renew-deadline'], retryMs: settings['retry-period'] };
  const problem = leaseTimesProblem(times);
  if (problem !== undefined) throw new UsageError(`--lease-duration, --renew-deadline and --retry-period do not go together: ${problem}`);
  return times;
}

function probeAddressOf(settings: RuntimeSettings): ReturnType<typeof addressOf> {
  const given = settings['http-addr'];
  if (given === '') return undefined;
  const address = addressOf(given);
  if (address === undefined) throw new UsageError(`--http-addr is "${given}": it is host:port, or :port for all addresses`);
  return address;
}

const LISTEN_REMEDY = {
  port: 'end what uses it, or give another port',
  host: 'give an address of this machine, or only :PORT to listen on all',
};

interface ProbeContext {
  readonly address: ReturnType<typeof addressOf>;
  readonly metrics: RuntimeMetrics;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/** Answers how to end it. */
async function serveProbes(
  { live, ready }: RunningController,
  { address, metrics, log, stop }: ProbeContext,
): Promise<() => Promise<void>> {
  if (address === undefined) return async () => {};
  const server = createProbes({ live, ready: () => (stop.aborted ? ['stopping'] : ready()), metrics });
  try {
    log.info({ port: await listen(server, address) }, 'probes and metrics are served');
  } catch (error) {
    const why = listenProblem(error, { ...address, remedy: LISTEN_REMEDY }) ?? describeError(error);
    throw new UsageError(`cannot serve probes at --http-addr: ${why}`);
  }
  return () => close(server);
}
