import type { MapState } from './map-state.ts';
import { eased, GLIDE_MS, NO_MOTION } from './motion.ts';
import { between, type Viewport } from './viewport.ts';

/** Moves the map to where it is to be looked at, slowly enough for an eye to follow; at once for who wants no motion. */
export interface Glide {
  /** Where it is going, or stands. */
  readonly goal: Viewport;
  /** What `moved` will be there. */
  readonly end: Viewport | undefined;
  /** `end`: what `moved` is there; undefined: all of the map, whatever its size. */
  to(goal: Viewport, end: Viewport | undefined): void;
  /** Somebody moves it by hand. */
  stop(): void;
}

export function createGlide({ moved, viewport }: Pick<MapState, 'moved' | 'viewport'>, browser: Window): Glide {
  const still = browser.matchMedia(NO_MOTION);
  let going: { readonly goal: Viewport; readonly end: Viewport | undefined; readonly frame: number } | undefined;
  const stop = (): void => {
    browser.cancelAnimationFrame(going?.frame ?? 0);
    going = undefined;
  };
  return {
    get goal() {
      return going?.goal ?? viewport.peek();
    },
    get end() {
      return going === undefined ? moved.peek() : going.end;
    },
    stop,
    to(goal, end) {
      stop();
      if (still.matches) return void (moved.value = end);
      const from = viewport.peek();
      const start = browser.performance.now();
      const next = (): void => void (going = { goal, end, frame: browser.requestAnimationFrame(step) });
      const step = (now: number): void => {
        const part = Math.min(1, Math.max(0, (now - start) / GLIDE_MS));
        going = undefined;
        if (part < 1) next();
        moved.value = part === 1 ? end : between(from, goal, eased(part));
      };
      next();
    },
  };
}
