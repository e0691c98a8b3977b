import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** A log is moved aside at this size, once: a container holds at most twice as much. */
const LIMIT = 10 * 1024 * 1024;

export interface LogWriter {
  /** Bytes of one of the two streams, cut anywhere. */
  write(stream: 'stdout' | 'stderr', chunk: Uint8Array): void;
  /** The last lines that were written, for a message about how a container ended. */
  readonly tail: string;
  close(): void;
}

/** Writes `<time> <stream> <line>`, as container runtimes do, so that a line keeps its time. */
export function openLog(file: string, now: () => number, onLine: () => void = () => undefined): LogWriter {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor = openSync(file, 'a');
  let size = statSync(file).size;
  let tail = '';
  const streams = { stdout: { decoder: new StringDecoder('utf8'), rest: '' }, stderr: { decoder: new StringDecoder('utf8'), rest: '' } };
  const put = (stream: 'stdout' | 'stderr', line: string) => {
    const text = Buffer.from(`${new Date(now()).toISOString()} ${stream} ${line}\n`);
    if (size + text.length > LIMIT) {
      closeSync(descriptor);
      renameSync(file, `${file}.1`);
      descriptor = openSync(file, 'a');
      size = 0;
    }
    writeSync(descriptor, text);
    size += text.length;
    tail = `${tail}${line}\n`.slice(-2_048);
    onLine();
  };
  return {
    write: (stream, chunk) => {
      const state = streams[stream];
      const lines = `${state.rest}${state.decoder.write(Buffer.from(chunk))}`.split('\n');
      state.rest = lines.pop() ?? '';
      for (const line of lines) put(stream, line);
    },
    get tail() {
      return tail;
    },
    close: () => {
      for (const stream of ['stdout', 'stderr'] as const) if (streams[stream].rest !== '') put(stream, streams[stream].rest);
      closeSync(descriptor);
    },
  };
}
