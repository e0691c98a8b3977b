import { RealmMistakes, synth } from './constructs/synth.ts';
import { economy } from './model/economy.ts';
import { economyWarnings } from './model/economy-warnings.ts';
import { realm } from './realm.ts';

/** `cdk8s synth` names the folder here, and has emptied it before it starts us. */
const outdir = process.env['CDK8S_OUTDIR'];

try {
  const files = synth(realm, { outdir: outdir ?? 'dist' });
  for (const warning of economyWarnings(economy(realm))) process.stderr.write(`warning: ${warning}\n`);
  if (outdir === undefined) process.stdout.write(`dist/${files.join('\ndist/')}\n`);
} catch (error) {
  if (!(error instanceof RealmMistakes)) throw error;
  const after = outdir === undefined ? 'dist/ is as it was' : `cdk8s has emptied ${outdir}/ already: git restore ${outdir}`;
  process.stderr.write(`${error.message}${after}\n`);
  process.exitCode = 1;
}
