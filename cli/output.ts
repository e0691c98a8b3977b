import { onAbort } from '../ground/time/abort.ts';
import { printable } from '../ground/text/printable.ts';
import type { CommandInvocation, Output } from './invocation.ts';

/**
 * The door through which all text of a command goes out, to a terminal or a pipe: whatever of it may come from a
 * cluster or a file is made printable here. What a command itself has to tell a terminal goes by `exact`, and who uses
 * that makes printable what stands in between.
 */
export interface GuardedOutput extends Output {
  /** Our own escape sequences, or text that is for another program. */
  exact(text: string): unknown;
  /** Resolves when the reader has caught up, or when `signal` aborts: who writes for ever waits for it. */
  drained(signal: AbortSignal): Promise<void>;
}

export type GuardedInvocation = CommandInvocation & { readonly stdout: GuardedOutput; readonly stderr: GuardedOutput };

export const guardedInvocation = (invocation: CommandInvocation): GuardedInvocation => ({
  ...invocation,
  stdout: guarded(invocation.stdout),
  stderr: guarded(invocation.stderr),
});

function guarded(out: Output): GuardedOutput {
  if (isGuarded(out)) return out;
  const { isTTY } = out;
  return {
    isTTY,
    // A terminal of 0 x 0 is one that does not know its size.
    get columns() {
      return out.columns === 0 ? undefined : out.columns;
    },
    get rows() {
      return out.rows === 0 ? undefined : out.rows;
    },
    write: (text) => out.write(printable(text)),
    exact: (text) => out.write(text),
    drained: (signal) => drained(out, signal),
    on: (event, listener) => out.on?.(event, listener),
    off: (event, listener) => out.off?.(event, listener),
  };
}

const isGuarded = (out: Output): out is GuardedOutput => 'exact' in out;

async function drained(out: Output, signal: AbortSignal): Promise<void> {
  if (out.writableNeedDrain !== true || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const over = (): void => {
      out.off?.('drain', over);
      forget();
      resolve();
    };
    const forget = onAbort(signal, over);
    out.on?.('drain', over);
  });
}
