import { waitMs, type BackOff } from '../../../ground/time/back-off.ts';

/** A kubelet's numbers. */
const RESTARTS: BackOff = { firstMs: 10_000, longestMs: 300_000 };
/** A container that ran for this long has recovered: its next end is a first one again. */
const FORGIVEN_MS = 600_000;

/**
 * How long a container that ended waits for its next start: not at all at first, then ever longer. To be asked at each
 * end, with how long it ran.
 */
export function createRestartDelays(): (ranMs: number) => number {
  let ends = 0;
  return (ranMs) => {
    if (ranMs >= FORGIVEN_MS) ends = 0;
    return waitMs(RESTARTS, ends++);
  };
}
