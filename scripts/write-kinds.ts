/**
 * Writes kube/objects/kinds, the types of Kubernetes' own kinds, from the schema that the embedded API server carries:
 *   node scripts/write-kinds.ts
 * test/kube/objects/kinds.test.ts verifies that the committed files are what this writes.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS_FOLDER, kindTypes } from './kinds/kind-types.ts';

rmSync(KINDS_FOLDER, { recursive: true, force: true });
mkdirSync(KINDS_FOLDER);
for (const [file, text] of kindTypes()) writeFileSync(join(KINDS_FOLDER, file), text);
