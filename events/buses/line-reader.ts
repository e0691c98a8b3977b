import { open, stat } from 'node:fs/promises';
import { systemClock } from '../../ground/time/clock.ts';

const POLL_MS = 200;
const CHUNK_BYTES = 64 * 1024;

/**
 * The lines of a file, from its first, and those that are appended until `signal` aborts; undefined whenever there is nothing new.
 * A file that is replaced is read from its start.
 */
export async function* linesOf(path: string, signal: AbortSignal): AsyncGenerator<string | undefined> {
  let place = { file: -1, position: 0 };
  let rest = Buffer.alloc(0);
  while (!signal.aborted) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && (found.ino !== place.file || found.size < place.position)) {
      place = { file: found.ino, position: 0 };
      rest = Buffer.alloc(0);
    }
    const chunk = found === undefined || found.size === place.position ? undefined : await readAt(path, place.position);
    if (chunk === undefined || chunk.length === 0) {
      yield undefined;
      await systemClock.pause(POLL_MS, signal);
      continue;
    }
    place.position += chunk.length;
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.subarray(0, end).toString();
      rest = rest.subarray(end + 1);
    }
  }
}

async function readAt(path: string, position: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
