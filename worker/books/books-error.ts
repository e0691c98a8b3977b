/** Why books could not be opened or written, and what to do. A new code needs a row here. */
const REMEDY = {
  full: 'free some space, or wait until old keys are forgotten: nothing was written',
  'in-use': 'end the other worker, or give this one a folder of its own',
  newer: 'start the release that wrote them, or a later one',
  'not-ours': 'give another folder: nothing in this one was touched',
  unreadable: 'check the folder and its rights; damaged books can be moved away, and the shop begins new ones',
} as const;
export type BooksErrorCode = keyof typeof REMEDY;

export class BooksError extends Error {
  override readonly name = 'BooksError';
  readonly code: BooksErrorCode;
  constructor(code: BooksErrorCode, message: string, options?: ErrorOptions) {
    super(`${message}: ${REMEDY[code]}`, options);
    this.code = code;
  }
  static is(error: unknown, code: BooksErrorCode): error is BooksError {
    return error instanceof BooksError && error.code === code;
  }
}

const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;

/** The primary result code of SQLite, if that is what failed. */
const sqliteCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

/** No room on the disk, or a quota or file limit reached, which arrives as a failed write. */
export const isFull = (error: unknown): boolean => [SQLITE_FULL, SQLITE_IOERR].includes(sqliteCode(error) ?? 0);
export const isInUse = (error: unknown): boolean => sqliteCode(error) === SQLITE_BUSY;
export const isDamaged = (error: unknown): boolean => sqliteCode(error) === SQLITE_CORRUPT;
