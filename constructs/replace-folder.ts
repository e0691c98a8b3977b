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
  const foreign = existsSync(target) ? readdirSync(target).filter((name) => !name.endsWith(extension)) : [];
  if (foreign.length > 0) {
    const [first, ...others] = foreign;
    throw new FolderError(`cannot write to ${folder}: it holds ${first}${others.length ? ` and ${others.length} more` : ''}, not only *${extension}: choose a folder that nothing else uses`);
  }
  mkdirSync(dirname(target), { recursive: true });
  const beside = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const written = join(beside, 'new');
    mkdirSync(written);
    for (const { name, text } of files) writeFileSync(join(written, name), text);
    if (existsSync(target)) renameSync(target, join(beside, 'old'));
    renameSync(written, target);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
