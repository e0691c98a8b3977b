import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects what nothing holds any more. V8 does so by itself when something is to be allocated, and a controller that rests allocates next
 * to nothing: what its start and its first lists have thrown away would stay for weeks. It does it as if memory had run out, which also
 * moves what is left together: else the pages would stay, each with a little in it.
 */
export const collectGarbage = (): void => collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });

/** What V8 collects by when it is told to. */
export function collector(): NodeJS.GCFunction {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
