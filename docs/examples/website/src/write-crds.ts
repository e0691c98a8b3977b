import { mkdirSync, writeFileSync } from 'node:fs';
import { Website } from './kind.ts';

mkdirSync('crds', { recursive: true });
writeFileSync('crds/website.json', `${JSON.stringify(Website.definition(), null, 2)}\n`);
