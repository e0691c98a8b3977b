import { writeFileSync } from 'node:fs';
import { civDocument } from '../cli/civ-document.ts';

/** Writes docs/civ.md from the commands' own help; a test holds it to that. */
writeFileSync('docs/civ.md', await civDocument());
