import { relative } from 'node:path';
import { SERVERS } from '../real/servers-time.ts';
import { taken, type ProcessorTime } from './processor-time.ts';

const SHOWN = 40;

/** `npm test -- --reporters=default --reporters=<rootDir>/test/native/processor-time-reporter.ts` says at the end what has cost most. */
export default class {
  onRunComplete(): void {
    const all = taken(process.env['RUN_FOLDER'] ?? '');
    const isServer = ({ what }: ProcessorTime): boolean => SERVERS.some((name) => what.startsWith(`${name} `));
    const suites = summed(all.filter((each) => !isServer(each)).map(({ what, ms }) => ({ what: relative('test', what), ms })));
    const servers = latest(all.filter(isServer));
    const folders = summed(suites.map(({ what, ms }) => ({ what: what.split('/').slice(0, 2).join('/'), ms })));
    print('suites', suites.slice(0, SHOWN));
    print('folders', folders);
    print('real API servers', servers);
    print('all', [
      { what: 'suites, and what they have started', ms: total(suites) },
      { what: 'real API servers', ms: total(servers) },
    ]);
  }
}

const total = (all: readonly ProcessorTime[]): number => all.reduce((sum, { ms }) => sum + ms, 0);

/** The sum of each, the largest first. */
function summed(all: readonly ProcessorTime[]): readonly ProcessorTime[] {
  const sums = new Map<string, number>();
  for (const { what, ms } of all) sums.set(what, (sums.get(what) ?? 0) + ms);
  return [...sums].map(([what, ms]) => ({ what, ms })).sort((one, other) => other.ms - one.ms);
}

/** What was noted last of each. */
const latest = (all: readonly ProcessorTime[]): readonly ProcessorTime[] => [...new Map(all.map((each) => [each.what, each])).values()];

function print(title: string, all: readonly ProcessorTime[]): void {
  process.stdout.write(`\nprocessor time of ${title}\n`);
  for (const { what, ms } of all) process.stdout.write(`${(ms / 1_000).toFixed(1).padStart(8)} s  ${what}\n`);
}
