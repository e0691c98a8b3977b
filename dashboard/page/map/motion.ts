/** What of a browser is needed to move something. */
export interface MotionBrowser {
  matchMedia(query: string): { readonly matches: boolean };
  readonly performance: { now(): number };
  requestAnimationFrame(act: (now: number) => void): number;
  cancelAnimationFrame(frame: number): void;
}

/** Slowly enough for an eye to follow. */
export const GLIDE_MS = 200;

/** What moves is quick at first and comes to rest slowly. */
export const eased = (part: number): number => part * (2 - part);

export const NO_MOTION = '(prefers-reduced-motion: reduce)';
