import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOnSignals } from './exit-on-signals.ts';

/** Before all suites: a folder for what one makes for all, by its name in RUN_FOLDER. It goes with jest. */
export default function makeRunFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-run-'));
  process.env['RUN_FOLDER'] = folder;
  exitOnSignals();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
