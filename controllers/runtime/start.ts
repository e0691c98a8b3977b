import { ApiError } from '../../kube/errors/api-error.ts';
import { listenProblem } from '../../ground/text/listen-problem.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { gitCommit } from '../../model/git-commit.ts';
import { packageVersion } from '../../model/package-version.ts';
import type { AnyController } from './definition.ts';
import { ownFlags, programHelp } from './flags/program-flags.ts';
import { parseFlags, UsageError } from './flags/flags.ts';
import { claimIdentity } from './election/identity.ts';
import { collectGarbage } from './collect-garbage.ts';
import { leaseNameOf } from './election/lease-name.ts';
import { leaseTimesProblem, type LeaseTimes } from './election/lease.ts';
import { createLeaseStore } from './election/lease-store.ts';
import { createLog, describeError, type Log } from './tell/log.ts';
import { createMetrics, type RuntimeMetrics } from './tell/metrics.ts';
import { addressOf, close, createProbes, listen } from './tell/probes.ts';
import { createAccessReviews } from './rights/access-reviews.ts';
import { leaseRights } from './rights/lease-rights.ts';
import { createRightsCheck } from './rights/rights-check.ts';
import { programProblem } from './program-problem.ts';
import type { ConfiguredController } from './run-options.ts';
import type { Trace } from './why/trace.ts';
import { createWhy } from './why/why.ts';
import { createRunning, type RunningController } from './run.ts';
import { runSettings } from './flags/run-settings.ts';
import { withWebhooks } from './webhooks/webhook-controller.ts';
import { runtimeFlags, type RuntimeSettings } from './flags/runtime-flags.ts';

/** What a controller needs of the process. */
export interface Invocation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: {
    readonly isTTY?: boolean;
    write(text: string): unknown;
    /** Text that is for another program. @default write */
    exact?(text: string): unknown;
    /** Resolves when the reader has caught up, or when `signal` aborts. */
    drained?(signal: AbortSignal): Promise<void>;
  };
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
  /** Aborts when the controller is to stop. */
  stopSignal(): AbortSignal;
}

/** What controllers are run as. */
export interface ProgramIdentity {
  /** Names the Lease, the owner of fields, the source of Events and the User-Agent. */
  readonly name: string;
  /** How it is called where it speaks to whoever started it. */
  readonly title: string;
  readonly version: string;
  /** What `--version` prints. */
  readonly versionLine: string;
  /** Where spans go. */
  readonly trace?: Trace;
}

/** Runs one of this project's controllers, as `civ controller <name>` does. */
export const start = (controller: AnyController, invocation: Invocation): Promise<number> =>
  runProgram(
    [controller],
    {
      name: `civ8s-${controller.name}`,
      title: `civ controller ${controller.name}`,
      version: packageVersion(),
      versionLine: `${controller.name} version ${packageVersion()} (git commit ${gitCommit() ?? 'unknown'})`,
    },
    invocation,
  );

/**
 * Runs controllers until they are told to stop, in one process. Answers the exit code;
 * what is wrong with the flags or the connection is a line on stderr.
 */
export async function runProgram(declared: readonly AnyController[], program: ProgramIdentity, invocation: Invocation): Promise<number> {
  const { args, stdout, stderr } = invocation;
  const controllers = withWebhooks(declared, program.name);
  const asks = (what: RegExp) => args.some((arg) => what.test(arg));
  const problem = programProblem(controllers, program.name);
  if (problem !== undefined) {
    stderr.write(`${program.title}: ${problem}\n`);
    return 1;
  }
  if (asks(/^--?h(elp)?$/)) {
    stdout.write(programHelp(controllers, program.title));
    return 0;
  }
  if (asks(/^--?version$/)) {
    stdout.write(`${program.versionLine}\n`);
    return 0;
  }
  try {
    await runUntilStopped(controllers, program, invocation);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !ApiError.is(error, 'configuration')) throw error;
    stderr.write(`${program.title}: ${describeError(error)}\n`);
    return 1;
  }
}

async function runUntilStopped(controllers: readonly AnyController[], program: ProgramIdentity, invocation: Invocation): Promise<void> {
  const { args, env, stdout, stderr } = invocation;
  const settings = parseFlags({ ...runtimeFlags, ...ownFlags(controllers) }, { args, env });
  const times = leaseTimesOf(settings);
  const address = probeAddressOf(settings);
  const out = controllers.some((controller) => controller.ownsOutput?.(settings) === true) ? stderr : stdout;
  const log = createLog({ level: settings.debug ? 'debug' : settings['log-level'], format: settings['log-format'], out });
  const lease = leaseNameOf(controllers, program.name, settings);
  const metrics = createMetrics({ lease });
  const connection = await connect({
    env,
    program: lease,
    onRequest: (request) => metrics.requestDone(request),
    ...(settings.kubeconfig === '' ? {} : { kubeconfig: settings.kubeconfig }),
    ...(settings.context === '' ? {} : { context: settings.context }),
    ...(settings.server === '' ? {} : { server: settings.server }),
    concurrency: controllers.length * settings.workers + REQUESTS_ASIDE,
  });
  const leaseName = { namespace: leaseNamespaceOf(settings, connection), name: lease };
  const surroundings = { env, log, namespace: leaseName.namespace, writeOut: writerTo(stdout) };
  const onlyRead = controllers.every((controller) => controller.readsOnly?.(settings) === true);
  const identity = await claimIdentity({ env, lease: leaseName });
  try {
    const members: ConfiguredController[] = [];
    for (const controller of controllers)
      members.push({ controller, settings, prepared: await controller.prepare?.(settings, surroundings), namespace: leaseName.namespace });
    const running = createRunning({
      members,
      program: program.name,
      metrics,
      log,
      times,
      client: connection.client,
      ...(settings['leader-elect'] === 'false' ? {} : { leases: createLeaseStore(connection.client, leaseName, Date.now) }),
      identity: identity.text,
      leadAlone: settings['leader-elect'] === 'auto',
      checkRights: (needed) =>
        createRightsCheck({
          rights: [...needed, ...(onlyRead ? [] : leaseRights(leaseName, settings['leader-elect']))],
          reviews: createAccessReviews(connection.client),
          clock: systemClock,
          random: Math.random,
          log,
        }),
      ...runSettings(settings),
      onRest: collectGarbage,
      why: (options) => createWhy({ ...options, clock: systemClock, wall: Date.now, log, trace: program.trace }),
      clock: systemClock,
      wall: Date.now,
      random: Math.random,
    });
    const stop = invocation.stopSignal();
    const stopServing = await serveProbes(running, { address, metrics, log, stop });
    const names = controllers.map(({ name }) => name).join(', ');
    log.info({ controller: names, version: program.version, server: connection.server, context: connection.context }, 'starting');
    await running.run(stop);
    await stopServing();
    log.info({}, 'stopped');
  } finally {
    await Promise.all([connection.close(), identity.release()]);
  }
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

const writerTo =
  (stdout: Invocation['stdout']) =>
  async (text: string): Promise<void> => {
    if (stdout.exact === undefined) stdout.write(text);
    else stdout.exact(text);
    await stdout.drained?.(NEVER);
  };

const NEVER = new AbortController().signal;

interface ProbeContext {
  readonly address: ReturnType<typeof addressOf>;
  readonly metrics: RuntimeMetrics;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/** Answers how to end it. */
async function serveProbes(
  { live, ready, why }: RunningController,
  { address, metrics, log, stop }: ProbeContext,
): Promise<() => Promise<void>> {
  if (address === undefined) return async () => {};
  const server = createProbes({ live, ready: () => (stop.aborted ? ['stopping'] : ready()), why, metrics });
  try {
    log.info({ port: await listen(server, address) }, 'probes and metrics are served');
  } catch (error) {
    const problem = listenProblem(error, { ...address, remedy: LISTEN_REMEDY }) ?? describeError(error);
    throw new UsageError(`cannot serve probes at --http-addr: ${problem}`);
  }
  return () => close(server);
}
