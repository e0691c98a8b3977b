import { everyFault } from '../lab/faults/every-fault.ts';
import { rightControllers } from '../test/lab/right-controllers.ts';
import { show } from './figure.ts';

const RUNS = 20;
const NONE = { atMost: 0 };

/** All that can go wrong for a Website. */
export async function everyFaultOfWebsite(print: (line: string) => void): Promise<void> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { plans, pruned, failed } = await everyFault(rightControllers.Website);
  const took = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  print(
    show({ what: 'plans for a Website: created, changed, deleted, created again', value: plans.length, unit: '', bar: { atLeast: 60 } }),
  );
  print(show({ what: 'plans that were left out, as they are like others', value: pruned, unit: '' }));
  print(show({ what: 'plans that fail', value: failed.length, unit: '', bar: NONE }));
  print(show({ what: 'all of them, in one process', value: took, unit: 's', bar: { atMost: 10 } }));
  print(show({ what: 'the same, in CPU time', value: (user + system) / 1_000_000, unit: 's' }));
}

/** The same for four controllers that do nothing wrong, again and again: whatever is found is a false alarm. */
export async function falseAlarms(print: (line: string) => void): Promise<void> {
  for (const [name, story] of Object.entries(rightControllers)) {
    let plans = 0;
    const alarms: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const report = await everyFault(story);
      plans += report.plans.length;
      alarms.push(...report.failed.map(({ name: plan, why }) => `${plan}: ${why.join('; ')}`));
    }
    print(show({ what: `${name}: false alarms in ${RUNS} runs, ${plans} plans`, value: alarms.length, unit: '', bar: NONE }));
    for (const alarm of new Set(alarms)) print(alarm);
  }
}
