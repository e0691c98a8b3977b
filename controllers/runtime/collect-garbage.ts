import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects what nothing holds any more. V8 does so by itself when something is to be allocated, and a controller that rests allocates next
 * to nothing: what its start and its first lists have thrown away would stay for weeks.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}
