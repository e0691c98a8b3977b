import type { GuardedInvocation } from '../../output.ts';
import { inOneLine } from '../../../ground/text/printable.ts';
import type { BoardChange, StockBoard } from './stock-board.ts';
import type { StockChanges } from './stock-changes.ts';

/** Lines for a log, a pipe or a program: what changed, as it changes; for a reader who is behind, it waits. */
export async function appendChanges(
  { stdout }: GuardedInvocation,
  changes: StockChanges,
  board: StockBoard,
  { stop, form }: { readonly stop: AbortSignal; readonly form: 'lines' | 'json' },
): Promise<void> {
  for await (const deltas of changes) {
    const now = Date.now();
    const told = deltas.flatMap((delta) => board.observe(delta, now));
    if (told.length === 0) continue;
    const time = new Date(now).toISOString();
    stdout.write(told.map((change) => (form === 'json' ? asJson(change, time) : asLine(change))).join(''));
    await stdout.drained(stop);
  }
}

const asJson = ({ pod, good, count, by }: BoardChange, time: string): string =>
  `${JSON.stringify({ time, pod, good, count, change: by })}\n`;

const asLine = ({ pod, good, count, by }: BoardChange): string =>
  `${inOneLine(pod)} ${inOneLine(good)} ${count} (${by > 0 ? '+' : ''}${by})\n`;
