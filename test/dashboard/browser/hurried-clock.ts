import { systemClock, type Clock } from '../../../ground/time/clock.ts';

/** The system's time, so many times as fast: what takes minutes can be seen in a browser without waiting for them. */
export function createHurriedClock(times: number): { readonly clock: Clock; readonly wall: () => number } {
  const [start, wallStart] = [systemClock.now(), Date.now()];
  const now = (): number => start + (systemClock.now() - start) * times;
  const clock: Clock = {
    now,
    pause: (ms, signal) => systemClock.pause(ms / times, signal),
    after: (ms, action) => systemClock.after(ms / times, action),
  };
  return { clock, wall: () => Math.round(wallStart + now() - start) };
}
