import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

const PLACE = /(file:\/\/[^\s)]+):(\d+):(\d+)/;

/**
 * From now on stacks name the lines of the sources, where this code is a bundle of them. Its maps are read when a stack is: Node's own
 * `--enable-source-maps` reads them all at the start, which costs a worker a third of its start and several MiB.
 */
export function nameSources(): void {
  if (import.meta.url.endsWith('.ts')) return;
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string): SourceMap | undefined => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    return maps.get(file);
  };
  Error.prepareStackTrace = (error, frames) =>
    [Error.prototype.toString.call(error), ...frames.map(String).map((frame) => `    at ${named(frame, mapOf)}`)].join('\n');
}

const named = (frame: string, mapOf: (file: string) => SourceMap | undefined): string =>
  frame.replace(PLACE, (place, file: string, line: string, column: string) => {
    const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return place;
    return `${new URL(origin.fileName, file).href}:${origin.lineNumber}:${origin.columnNumber}`;
  });

/** Undefined of a file that has none. */
function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
