import { clearTimeout, setTimeout } from 'node:timers';

/** Within so much time what is sent has been heard, and answered by a request, which keeps the process alive itself. */
const ON_ITS_WAY_MS = 200;

/**
 * What a lab has open keeps its process alive only while something is on its way: whoever forgets to stop a lab sees his tests end,
 * and whoever waits for what a controller does sees it done.
 */
export interface Wakefulness {
  /** Something is sent. */
  stir(): void;
  /** Nothing is any more. */
  end(): void;
}

export function createWakefulness(): Wakefulness {
  let timer: NodeJS.Timeout | undefined;
  return {
    stir: () => void (timer = timer?.refresh() ?? setTimeout(() => {}, ON_ITS_WAY_MS)),
    end: () => clearTimeout(timer),
  };
}
