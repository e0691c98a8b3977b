import { fits, type FrozenView, type Match, type FaultMoment } from './faults.ts';

export interface FrozenViews {
  freeze(match: Match, revision: number): FrozenView;
  readonly idle: boolean;
  frozenAt(moment: FaultMoment): number | undefined;
  /** Resolves when any view is thawed. */
  thawed(): Promise<void>;
  release(): void;
}

export function createFrozenViews(): FrozenViews {
  const views = new Set<{ readonly match: Match; readonly revision: number }>();
  const waiting = new Set<() => void>();
  const release = () => {
    const all = [...waiting];
    waiting.clear();
    for (const resume of all) resume();
  };
  return {
    release,
    get idle() {
      return views.size === 0;
    },
    freeze(match, revision) {
      const view = { match, revision };
      views.add(view);
      return {
        revision,
        thaw: () => {
          views.delete(view);
          release();
        },
      };
    },
    frozenAt: (moment) => [...views].find(({ match }) => fits(match, moment))?.revision,
    thawed: () => new Promise((resolve) => waiting.add(resolve)),
  };
}
