import Sequencer from '@jest/test-sequencer';
import { readFileSync } from 'node:fs';

/** What makes a suite slow, the slowest first. */
const SLOW = [
  /describe(?:Also)?Real|real-api-server|RealServer/,
  /node:child_process|startUp|openMarket|startWorker|checkout/,
  /startApiServer/,
];

const rankOf = (path) => {
  const text = readFileSync(path, 'utf8');
  const found = SLOW.findIndex((sign) => sign.test(text));
  return found === -1 ? SLOW.length : found;
};

/** Those that borrow a real API server, one of which waits for another, take turns with the others. */
const inTurns = (tests, isReal) => {
  const [real, others] = [tests.filter(isReal), tests.filter((test) => !isReal(test))];
  return Array.from({ length: Math.max(real.length, others.length) }, (_, at) => [real[at], others[at]].filter(Boolean)).flat();
};

/** The slowest suites first, so that no core waits for one of them at the end: also in a new checkout, where no run has been timed. */
export default class extends Sequencer {
  sort(tests) {
    const ranks = new Map(tests.map(({ path }) => [path, rankOf(path)]));
    const lasts = ({ duration }) => duration ?? Infinity;
    // The sort of jest has looked up how long each took the last time.
    const slowestFirst = super
      .sort([...tests])
      .sort((one, other) => (lasts(one) === lasts(other) ? ranks.get(one.path) - ranks.get(other.path) : lasts(other) - lasts(one)));
    return inTurns(slowestFirst, ({ path }) => ranks.get(path) === 0);
  }
}
