import { abortOf } from '../../ground/time/abort.ts';

/** As much of a terminal's input as is needed: process.stdin. */
export interface TerminalInput extends AsyncIterable<unknown> {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  pause(): unknown;
  unref?(): unknown;
}

/** What is typed, key by key, until `signal` aborts; nothing where nobody types. In raw mode Ctrl-C is a key too. */
export async function* terminalKeys(input: TerminalInput, signal: AbortSignal): AsyncGenerator<string> {
  if (input.isTTY !== true || input.setRawMode === undefined) return;
  input.setRawMode(true);
  const iterator = input[Symbol.asyncIterator]();
  const aborted = abortOf(signal).then(() => ({ done: true, value: undefined }) as const);
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done === true) return;
      yield* keysOf(String(value));
    }
  } finally {
    input.setRawMode(false);
    input.pause();
    input.unref?.();
  }
}

/** What came at once may be several keys: an arrow is a sequence, a letter is itself. */
const keysOf = (text: string): readonly string[] => text.match(new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z~]|[^]`, 'gu')) ?? [];

const ESCAPE = '\u001B';
