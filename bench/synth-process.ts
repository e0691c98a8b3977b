import { synth } from '../constructs/synth.ts';
import { manyKingdoms } from './many-kingdoms.ts';

// What `main.ts` does, for so many kingdoms: `node synth-process.ts COUNT FOLDER`. Prints the peak of its memory in MiB, and the
// seconds of processors that it has used.
const [count, outdir] = process.argv.slice(2);
synth(manyKingdoms(Number(count)), { outdir });
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(JSON.stringify({ memory: Math.round(maxRSS / 1_024), cpu: (userCPUTime + systemCPUTime) / 1e6 }));
