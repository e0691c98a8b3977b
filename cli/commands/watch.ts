import { Command, Option } from 'commander';
import { stripVTControlCharacters } from 'node:util';
import { pods, type Pod } from '../../kube/objects/built-in.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { TOWN_LABEL } from '../../model/keys.ts';
import { groundOf } from '../terminal/colours.ts';
import { firstLook } from '../cluster/first-look.ts';
import type { CommandInvocation } from '../invocation.ts';
import { keep } from '../cluster/keep.ts';
import { createPainter } from '../terminal/painter.ts';
import { createConditions, type Conditions } from '../../ground/time/condition.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from '../cluster/reach-cluster.ts';
import { required } from './required.ts';
import { runCommand } from '../run-command.ts';
import { boardLines, visible } from './watch/board-lines.ts';
import { whyNothing } from '../cluster/why-nothing.ts';
import { changes, isFading, observed, type Board } from './watch/stock-board.ts';

interface Options extends ClusterOptions {
  readonly kingdom?: string;
  readonly town?: string;
  readonly output: 'board' | 'json';
}

export const watchCommand = (invocation: CommandInvocation): Command =>
  withClusterOptions(
    new Command('watch')
      .description('watch the stock of a kingdom, or of one of its towns')
      .argument('[kingdom]', 'the same as --kingdom')
      .argument('[town]', 'the same as --town')
      .option('-n, --kingdom <name>', 'the kingdom to watch')
      .option('--town <name>', 'only this town')
      .addOption(new Option('-o, --output <format>', 'json: one object per change').choices(['board', 'json']).default('board')),
  )
    .addHelpText('before', 'civ watch --kingdom kingdom-of-foobar\nciv watch --kingdom kingdom-of-foobar --town simple-town -o json\n')
    .action(
      async (first: string | undefined, second: string | undefined, { kingdom = first, town = second, output, ...cluster }: Options) => {
        const { kingdom: namespace = '' } = required({ kingdom });
        const selection = {
          namespace,
          ...(town === undefined ? { labelSelector: TOWN_LABEL } : { labelSelector: `${TOWN_LABEL}=${town}` }),
        };
        await reachCluster(invocation, cluster, (reached) => watchStock(invocation, reached, selection, output));
      },
    );

export const watch = runCommand(watchCommand);

const FRAME_MS = 200;
const FAREWELL = 'Exiting watch command...\n';

async function watchStock(
  invocation: CommandInvocation,
  reached: Reached,
  selection: { readonly namespace: string; readonly labelSelector: string },
  output: Options['output'],
): Promise<void> {
  const { stdout } = invocation;
  const nothing = (await firstLook(reached, { resource: pods, ...selection })) ? undefined : await whyNothing(reached, selection.namespace);
  const quit = new AbortController();
  const stop = AbortSignal.any([invocation.stopSignal(), quit.signal]);
  const conditions = createConditions();
  const { store, over } = keep(reached.client, pods, { ...selection, signal: stop, conditions });
  await store.whenSynced(stop);
  const view: View = { pods: () => store.values(), nothing, conditions, stop };
  if (output === 'json' || stdout.isTTY !== true) await appendChanges(invocation, view, output);
  else await paintBoard(invocation, view, () => quit.abort());
  await over;
  if (output !== 'json') stdout.write(FAREWELL);
}

interface View {
  pods(): Iterable<Pod>;
  /** Why there was nothing at first. */
  readonly nothing: string | undefined;
  readonly conditions: Conditions;
  readonly stop: AbortSignal;
}

async function appendChanges({ stdout, stderr }: CommandInvocation, view: View, output: Options['output']): Promise<void> {
  if (view.nothing !== undefined) stderr.write(`${view.nothing}\n`);
  let board: Board = new Map();
  while (!view.stop.aborted) {
    const news = view.conditions.next(view.stop);
    const now = observed(board, view.pods(), Date.now());
    for (const { pod, good, count, by } of changes(board, now))
      stdout.write(
        output === 'json'
          ? `${JSON.stringify({ time: new Date().toISOString(), pod, good, count, change: by })}\n`
          : `${pod} ${good} ${count} (${by > 0 ? '+' : ''}${by})\n`,
      );
    board = now;
    await news;
  }
}

const ALTERNATE_SCREEN = '\u001B[?1049h\u001B[?25l\u001B[H';
const MAIN_SCREEN = '\u001B[?25h\u001B[?1049l';
const SCROLLS: Readonly<Record<string, number>> = { '\u001B[A': -1, k: -1, '\u001B[B': 1, j: 1, '\u001B[5~': -10, '\u001B[6~': 10 };

/** Frames while something fades, or else only when something changed or a key was pressed. */
async function paintBoard(invocation: CommandInvocation, view: View, quit: () => void): Promise<void> {
  const { stdout } = invocation;
  const ground = groundOf(invocation);
  const painter = createPainter(stdout);
  let from = 0;
  const reading = (async () => {
    for await (const key of invocation.keys(view.stop)) {
      if (key === 'q' || key === '\u0003') return quit();
      from += SCROLLS[key] ?? 0;
      view.conditions.changed();
    }
  })();
  stdout.write(ALTERNATE_SCREEN);
  stdout.on?.('resize', view.conditions.changed);
  try {
    let board: Board = new Map();
    while (!view.stop.aborted) {
      const news = view.conditions.next(view.stop);
      const now = Date.now();
      board = observed(board, view.pods(), now);
      const lines = board.size === 0 ? [view.nothing ?? 'nothing left here'] : boardLines(board, now, ground);
      const seen = visible(lines, (stdout.rows ?? 24) - 1, from);
      from = seen.from;
      painter.paint(seen.lines.map((line) => cut(line, stdout.columns ?? 80)));
      await systemClock.pause(FRAME_MS, view.stop);
      if (!isFading(board, now)) await news;
    }
  } finally {
    stdout.off?.('resize', view.conditions.changed);
    stdout.write(MAIN_SCREEN);
  }
  await reading;
}

/** A line longer than the terminal would wrap, and shift all below it. */
function cut(line: string, columns: number): string {
  const text = stripVTControlCharacters(line);
  return text.length <= columns ? line : `${text.slice(0, columns - 1)}…`;
}
