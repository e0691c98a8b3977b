import { stripVTControlCharacters } from 'node:util';
import { inOneLine } from '../../../ground/text/printable.ts';
import { systemClock } from '../../../ground/time/clock.ts';
import { createConditions, type Conditions } from '../../../ground/time/condition.ts';
import type { Deployment } from '../../../kube/objects/built-in.ts';
import type { Kept } from '../../cluster/keep.ts';
import type { GuardedInvocation } from '../../output.ts';
import { groundOf } from '../../terminal/colours.ts';
import { createPainter } from '../../terminal/painter.ts';
import { boardLines } from './board-lines.ts';
import { createPodWorkers } from './pod-workers.ts';
import type { StockBoard } from './stock-board.ts';
import type { StockChanges } from './stock-changes.ts';

export interface Painting {
  readonly stop: AbortSignal;
  quit(): void;
  /** Why there was nothing at first. */
  readonly nothing: string | undefined;
  /** Keeps the Deployments of the shops at hand. */
  follow(conditions: Conditions): Kept<Deployment>;
}

const FRAME_MS = 200;
const ALTERNATE_SCREEN = '\u001B[?1049h\u001B[?25l\u001B[H';
const MAIN_SCREEN = '\u001B[?25h\u001B[?1049l';
const SCROLLS: ReadonlyMap<string, number> = new Map([
  ['\u001B[A', -1],
  ['k', -1],
  ['\u001B[B', 1],
  ['j', 1],
  ['\u001B[5~', -10],
  ['\u001B[6~', 10],
]);

/** Frames while something fades, or else only when something changed or a key was pressed. */
export async function paintBoard(
  invocation: GuardedInvocation,
  changes: StockChanges,
  board: StockBoard,
  { stop, quit, nothing, follow }: Painting,
): Promise<void> {
  const { stdout } = invocation;
  const ground = groundOf(invocation);
  const painter = createPainter(stdout);
  const conditions = createConditions();
  const owners = follow(conditions);
  const workers = createPodWorkers(owners.store);
  let synced = false;
  let from = 0;
  const observing = (async () => {
    for await (const deltas of changes) {
      for (const delta of deltas) {
        board.observe(delta, Date.now());
        workers.observe(delta);
      }
      synced = true;
      conditions.changed();
    }
  })();
  if (nothing === undefined) await conditions.when(() => synced, stop);
  const reading = (async () => {
    for await (const key of invocation.keys(stop)) {
      if (key === 'q' || key === '\u0003') return quit();
      from += SCROLLS.get(key) ?? 0;
      conditions.changed();
    }
  })();
  stdout.exact(ALTERNATE_SCREEN);
  stdout.on?.('resize', conditions.changed);
  try {
    while (!stop.aborted) {
      const news = conditions.next(stop);
      const now = Date.now();
      const seen = boardLines(board, { rows: (stdout.rows ?? 24) - 1, from, beside: workers.of }, now, ground);
      from = seen.from;
      const lines = board.size === 0 ? [inOneLine(nothing ?? 'nothing left here')] : seen.lines;
      painter.paint(lines.map((line) => cut(line, stdout.columns ?? 80)));
      await systemClock.pause(FRAME_MS, stop);
      if (!board.isFading(now)) await news;
    }
  } finally {
    stdout.off?.('resize', conditions.changed);
    stdout.exact(MAIN_SCREEN);
  }
  await Promise.all([reading, observing, owners.over]);
}

/** A line longer than the terminal would wrap, and shift all below it. */
function cut(line: string, columns: number): string {
  const text = stripVTControlCharacters(line);
  return text.length <= columns ? line : `${text.slice(0, columns - 1)}…`;
}
