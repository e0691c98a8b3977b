import { execFileSync } from 'node:child_process';
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeApplication } from './application.ts';
import { doors, reachedTypes } from './door-types.ts';
import { requireTypes } from './require-types.ts';

/** What the package holds: JavaScript and its types in build/, since Node strips no types inside node_modules. */
rmSync('build', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--emitDeclarationOnly'], {
  stdio: 'inherit',
});

// Types are for who comes through a door: four of five show nobody anything.
const shown = reachedTypes(
  'build',
  doors().map((door) => `package/${door}.d.ts`),
);
for (const file of globSync('**/*.d.ts', { cwd: 'build' })) if (!shown.has(file)) rmSync(join('build', file));
for (const door of doors()) writeFileSync(join('build/package', `${door}.d.cts`), requireTypes(door));

await writeApplication('build', { packages: 'import', doors: doors().map((door) => `package/${door}.ts`) });
