import type { RealmSettings } from './constructs/realm-charts.ts';
import { realmWarnings } from './constructs/realm-warnings.ts';
import { FolderError } from './constructs/replace-folder.ts';
import { RealmMistakes, synth } from './constructs/synth.ts';
import type { Realm } from './model/realm.ts';
import * as declared from './realm.ts';

const { realm, settings }: { readonly realm: Realm; readonly settings?: RealmSettings } = declared;
/** `cdk8s synth` names the folder here, and has emptied it before it starts us. */
const outdir = process.env['CDK8S_OUTDIR'];

try {
  const files = synth(realm, { ...settings, outdir: outdir ?? 'dist' });
  for (const warning of realmWarnings(realm, settings)) process.stderr.write(`warning: ${warning}\n`);
  if (outdir === undefined) process.stdout.write(`dist/${files.join('\ndist/')}\n`);
} catch (error) {
  if (!(error instanceof RealmMistakes || error instanceof FolderError)) throw error;
  const after = outdir === undefined ? 'dist/ is as it was' : `cdk8s has emptied ${outdir}/ already: git restore ${outdir}`;
  process.stderr.write(`${error.message.trimEnd()}\n${after}\n`);
  process.exitCode = 1;
}
