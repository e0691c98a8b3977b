import { synth } from '../constructs/synth.ts';
import { manyKingdoms } from './many-kingdoms.ts';

// What `main.ts` does, for so many kingdoms: `node synth-process.ts COUNT FOLDER`. Prints the peak of its memory in MiB.
const [count, outdir] = process.argv.slice(2);
synth(manyKingdoms(Number(count)), { outdir });
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1_024)}\n`);
