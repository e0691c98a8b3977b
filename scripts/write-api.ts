import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_FOLDER, apiReport } from './api/api-report.ts';

/**
 * Writes docs/api: what each door of the package opens to, as a reviewer sees it.
 * test/package/api.test.ts verifies that the committed files are what this writes.
 */
const folder = mkdtempSync(join(tmpdir(), 'civ8s-api-'));
const project = ['--project', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder];
try {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', ...project], { stdio: 'inherit' });
  rmSync(API_FOLDER, { recursive: true, force: true });
  mkdirSync(API_FOLDER);
  for (const [file, text] of apiReport(folder)) writeFileSync(join(API_FOLDER, file), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
