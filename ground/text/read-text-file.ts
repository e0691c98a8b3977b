import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK = 2 ** 16;

/** A file has more than is read of it. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

/**
 * The text of a file, a pipe or a device. The bound is on what is read, not on what the file says of its size: a pipe
 * says nothing, and /dev/zero has no end. Throws FileTooLarge, or what the system throws.
 */
export function readTextFile(file: string, mostBytes: number): string {
  const open = openSync(file, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let held = 0; ;) {
      const piece = Buffer.allocUnsafe(CHUNK);
      const read = readSync(open, piece);
      if (read === 0) return Buffer.concat(pieces, held).toString('utf8');
      pieces.push(piece.subarray(0, read));
      held += read;
      if (held > mostBytes) throw new FileTooLarge(`it has more than ${mostBytes / 2 ** 20} MiB`);
    }
  } finally {
    closeSync(open);
  }
}
