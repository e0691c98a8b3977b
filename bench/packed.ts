import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `civ` in a checkout, and in a folder with what the package holds. */
export const CIV = 'package/civ.cjs';

/** What the package holds, compiled, in a folder of its own: `civ` there. */
export function packedCiv(folder: string): string {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
  for (const path of ['package.json', CIV, 'build']) cpSync(path, join(folder, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return join(folder, CIV);
}
