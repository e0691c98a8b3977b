import Sequencer from '@jest/test-sequencer';
import { readFileSync } from 'node:fs';

/** What makes a suite slow, the slowest first. */
const SLOW = [/describeReal|real-api-server|RealServer/, /node:child_process|startUp|openMarket|startWorker|checkout/, /startApiServer/];

const rankOf = (path) => {
  const text = readFileSync(path, 'utf8');
  const found = SLOW.findIndex((sign) => sign.test(text));
  return found === -1 ? SLOW.length : found;
};

/** The slowest suites first, so that no core waits for one of them at the end: also in a new checkout, where no run has been timed. */
export default class extends Sequencer {
  sort(tests) {
    const ranks = new Map(tests.map(({ path }) => [path, rankOf(path)]));
    const lasts = ({ duration }) => duration ?? Infinity;
    // The sort of jest has looked up how long each took the last time.
    return super
      .sort([...tests])
      .sort((one, other) => (lasts(one) === lasts(other) ? ranks.get(one.path) - ranks.get(other.path) : lasts(other) - lasts(one)));
  }
}
