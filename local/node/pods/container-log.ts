import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

export interface ContainerLogOptions {
  readonly file: string;
  /** Nothing more will be written. */
  readonly isOver: () => boolean;
  /** Resolves at the next line that is written, or when the container ends; or when `signal` aborts. */
  readonly news: (signal: AbortSignal) => Promise<void>;
}

export interface ContainerLog {
  readonly past: readonly LogLine[];
  /** What is written after `past`, until the container ends. */
  following(signal: AbortSignal): AsyncGenerator<LogLine>;
}

/** What a container has written, and what it goes on to write. */
export function readContainerLog({ file, isOver, news }: ContainerLogOptions): ContainerLog {
  const moved = existsSync(`${file}.1`) ? linesOf(readFileSync(`${file}.1`, 'utf8')) : [];
  const text = readFileSync(file, 'utf8');
  let offset = Buffer.byteLength(text);
  return {
    past: [...moved, ...linesOf(text)],
    async *following(signal) {
      while (!signal.aborted) {
        const over = isOver(); // asked before reading: what was written until then is read below
        const next = new AbortController();
        const waiting = news(AbortSignal.any([signal, next.signal]));
        const { lines, end } = readFrom(file, offset);
        offset = end;
        if (lines.length > 0) next.abort();
        yield* lines;
        if (over && lines.length === 0) {
          next.abort();
          return;
        }
        await waiting;
      }
    },
  };
}

/** A file that has become shorter was moved aside, and started again. */
function readFrom(file: string, offset: number): { readonly lines: readonly LogLine[]; readonly end: number } {
  if (!existsSync(file)) return { lines: [], end: offset };
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const from = size < offset ? 0 : offset;
    const bytes = Buffer.alloc(size - from);
    readSync(descriptor, bytes, 0, bytes.length, from);
    return { lines: linesOf(bytes.toString('utf8')), end: size };
  } finally {
    closeSync(descriptor);
  }
}

/** `<time> <stream> <line>`, as it was written. */
const linesOf = (text: string): LogLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [time = '', stream = ''] = line.split(' ', 2);
      return { at: Date.parse(time), text: line.slice(time.length + stream.length + 2) };
    });
