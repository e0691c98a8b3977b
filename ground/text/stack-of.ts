import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

const PLACE = /(file:\/\/[^\s)]+):(\d+):(\d+)/g;
/** Where the bundle is; undefined where the sources themselves run. What a message quotes is looked up nowhere else. */
const BUNDLE = import.meta.url.endsWith('.ts') ? undefined : new URL('../../', import.meta.url).href;
const maps = new Map<string, SourceMap | undefined>();

/**
 * Where something was thrown, by the lines of the sources, also where this code is a bundle of them. Undefined of what has no stack.
 * A bundle's map is read when a stack is told, and not whenever one is made or looked at: each stream of Node that ends with an
 * error looks at its stack, and every `--enable-source-maps` and `prepareStackTrace` would read the maps at the first of them.
 */
export function stackOf(thrown: unknown): string | undefined {
  const { stack } = Object(thrown) as { readonly stack?: unknown };
  if (typeof stack !== 'string') return undefined;
  if (BUNDLE === undefined) return stack;
  return stack.replace(PLACE, (place, file: string, line: string, column: string) => {
    const origin = (file.startsWith(BUNDLE) ? mapOf(file) : undefined)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return place;
    return `${new URL(origin.fileName, file).href}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

/** Undefined of a file that has none. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
