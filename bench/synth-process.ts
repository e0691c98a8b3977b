import { enableCompileCache } from 'node:module';

/** What `main.ts` does, for so many kingdoms: `node synth-process.ts COUNT FOLDER`. Prints the peak of its memory in MiB. */
enableCompileCache();
const { synth } = await import('../constructs/synth.ts');
const { manyKingdoms } = await import('./many-kingdoms.ts');

const [count, outdir] = process.argv.slice(2);
synth(manyKingdoms(Number(count)), { outdir });
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1_024)}\n`);
