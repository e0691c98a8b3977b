import { stackOf } from '../../ground/text/stack-of.ts';
import type { Log } from '../../controllers/runtime/tell/log.ts';

/** An error that no input should be able to cause: with its stack, for the person who mends it. */
export const logDefect = (log: Log, part: string, error: unknown): void =>
  log.error({ part, error, stack: stackOf(error) }, 'defect of the embedded cluster');
