import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RenderedFile } from './render-charts.ts';

/** The folder could not be replaced; what it held is untouched. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

/**
 * Makes `folder` hold just these files: written beside it, then renamed into its place, so that nobody ever sees half
 * of them and a failure leaves what was there. A folder with anything but rendered manifests is not ours to replace.
 */
export function replaceFolder(folder: string, files: readonly RenderedFile[], extension: string): void {
  const target = resolve(folder);
  try {
    const held = entriesOf(target);
    const foreign = held?.filter((name) => !name.endsWith(extension)) ?? [];
    if (foreign.length > 0)
      throw new FolderError(
        `cannot write to ${folder}: it holds ${several(foreign)}, not only *${extension}: choose a folder that nothing else uses`,
      );
    makeFolder(dirname(target));
    const beside = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    try {
      swap(target, beside, files, held !== undefined);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FolderError(`cannot write to ${folder}: ${error.message}: choose a folder that can be written`, { cause: error });
  }
}

function swap(target: string, beside: string, files: readonly RenderedFile[], exists: boolean): void {
  const [fresh, old] = [join(beside, 'new'), join(beside, 'old')];
  mkdirSync(fresh);
  for (const { name, text } of files) writeFileSync(join(fresh, name), text);
  if (exists) renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    if (exists) renameSync(old, target);
    throw error;
  }
}

/** mkdirSync's own `recursive` never ends where a file system takes no new folders and says ENOENT to it, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function entriesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const several = ([first, ...others]: readonly string[]): string => `${first}${others.length ? ` and ${others.length} more` : ''}`;
const isSystemError = (error: unknown): error is NodeJS.ErrnoException => typeof error === 'object' && error !== null && 'syscall' in error;
