import { Command, InvalidArgumentError } from 'commander';
import { styleText } from 'node:util';
import { ApiError } from '../../kube/errors/api-error.ts';
import { pods, type Pod } from '../../kube/objects/built-in.ts';
import { hasRunningContainer } from '../../kube/objects/pod-ready.ts';
import { follow } from '../../kube/follow/follow.ts';
import { reflect } from '../../kube/follow/reflect.ts';
import { createStore } from '../../kube/follow/store.ts';
import { SHOP_LABEL, TOWN_LABEL } from '../../model/keys.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import { duration } from '../duration.ts';
import type { GuardedInvocation, GuardedOutput } from '../output.ts';
import { lineWriter } from './logs/line-writer.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from '../cluster/reach-cluster.ts';
import { required } from './required.ts';
import { CommandFailure, runCommand } from '../run-command.ts';
import { coloursOf } from '../terminal/colours.ts';

interface Options extends ClusterOptions {
  readonly kingdom?: string;
  readonly town?: string;
  readonly shop?: string;
  readonly follow?: boolean;
  readonly since?: number;
  readonly tail?: number;
}

export const logsCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    new Command('logs')
      .description('print the log of a shop: of one pod, or of all pods of a Deployment')
      .argument('[kingdom]', 'the same as --kingdom')
      .argument('[town]', 'the same as --town')
      .argument('[shop]', 'the same as --shop')
      .option('-n, --kingdom <name>', 'the kingdom of the shop')
      .option('--town <name>', 'the town of the shop')
      .option('--shop <name>', 'one pod, or a shop for all of its pods')
      .option('-f, --follow', 'keep following, new pods of the shop included')
      .option('--since <duration>', 'only lines newer than this: 30s, 5m', duration)
      .option('--tail <lines>', 'only this many of the last lines of each pod', lines),
  )
    .addHelpText('before', 'civ logs --kingdom kingdom-of-foobar --town simple-town --shop ironworker -f\n')
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        third: string | undefined,
        { kingdom = first, town = second, shop = third, ...options }: Options,
      ) => {
        const { kingdom: namespace = '', town: place = '', shop: name = '' } = required({ kingdom, town, shop });
        await reachCluster(invocation, options, (reached) => printLogs(invocation, reached, { namespace, town: place, name }, options));
      },
    );

export const logs = runCommand(logsCommand);

interface Wanted {
  readonly namespace: string;
  readonly town: string;
  readonly name: string;
}

const isOf =
  ({ name }: Wanted) =>
  (pod: Pod): boolean =>
    pod.metadata?.name === name || pod.metadata?.labels?.[SHOP_LABEL] === name;

async function printLogs(invocation: GuardedInvocation, reached: Reached, wanted: Wanted, options: Options): Promise<void> {
  const { stdout } = invocation;
  const selection = { namespace: wanted.namespace, labelSelector: `${TOWN_LABEL}=${wanted.town}` };
  const found = (await reached.client.list(pods, selection)).items.filter(isOf(wanted));
  if (found.length === 0)
    throw new CommandFailure(
      `no pod "${wanted.name}" and no shop of that name in ${wanted.namespace}/${wanted.town}: civ shops ${wanted.namespace} ${wanted.town} lists them`,
    );
  const colours = coloursOf(invocation);
  const prefixes = prefixer(colours);
  const stop = invocation.stopSignal();
  if (options.follow !== true) {
    for (const pod of found) await printOne(reached, pod, { ...options, stdout, stop, prefix: found.length > 1 ? prefixes(pod) : '' });
    return;
  }
  const several = found.length > 1 || found[0]?.metadata?.name !== wanted.name;
  const writer = createStore<Pod>();
  const open = new Map<string, Promise<void>>();
  for await (const { type, object } of follow(reflect(reached.client, pods, { ...selection, signal: stop }), writer)) {
    const uid = object.metadata?.uid ?? '';
    if (type === 'deleted' || open.has(uid) || !hasRunningContainer(object) || !isOf(wanted)(object)) continue;
    const how = { ...options, stdout, stop, prefix: several ? prefixes(object) : '' };
    open.set(
      uid,
      printOne(reached, object, how).finally(() => open.delete(uid)),
    );
  }
  await Promise.all(open.values());
}

interface Printing extends Options {
  readonly stdout: GuardedOutput;
  readonly stop: AbortSignal;
  /** Before each line. */
  readonly prefix: string;
}

async function printOne(
  { client }: Reached,
  { metadata }: Pod,
  { follow: further, since, tail, stdout, stop, prefix }: Printing,
): Promise<void> {
  const write = lineWriter((text) => stdout.exact(text), prefix);
  const query = {
    follow: further,
    sinceSeconds: since === undefined ? undefined : Math.max(1, Math.round(since / 1_000)),
    tailLines: tail,
  };
  const path = `/api/v1/namespaces/${encodeURIComponent(metadata?.namespace ?? '')}/pods/${encodeURIComponent(metadata?.name ?? '')}/log`;
  const decoder = new TextDecoder();
  try {
    const { body } = await client.raw({ path, query, signal: stop });
    for await (const chunk of body) {
      write(decoder.decode(chunk, { stream: true }));
      await stdout.drained(stop);
    }
    write(decoder.decode());
  } catch (error) {
    if (stop.aborted) return;
    // A pod that has just gone, or whose container does not run yet: its next look will tell.
    if (further === true && ApiError.is(error, 'not-found', 'bad-request')) return;
    throw error;
  }
}

const PALETTE = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'red'] as const;

function prefixer(colours: boolean): (pod: Pod) => string {
  let next = 0;
  return ({ metadata }) => {
    const text = `${inOneLine(metadata?.name ?? '')} `;
    const style = PALETTE[next++ % PALETTE.length] ?? 'cyan';
    return colours ? styleText(style, text, { validateStream: false }) : text;
  };
}

function lines(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('give a number of lines, 0 or more');
  return count;
}
