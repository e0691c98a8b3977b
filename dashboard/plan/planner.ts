import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../ground/time/clock.ts';
import type { ObservedShop } from '../../model/observed-realm.ts';
import { workOut, type WorkedOut } from './work-out.ts';

/** Works out a plan whenever what it depends on has changed, and been quiet for a moment. */
export interface Planner {
  /** What the plan depends on is not as it was. */
  changed(): void;
  readonly latest: WorkedOut | undefined;
  stop(): Promise<void>;
}

export interface PlannerOptions {
  readonly shops: () => readonly ObservedShop[];
  readonly clock: Clock;
  /** There is a plan that is not as the one before. */
  readonly onPlan: () => void;
  readonly onError: (error: unknown) => void;
}

type ThreadAnswer = { readonly turn: number; readonly result: WorkedOut } | { readonly turn: number; readonly done: true };

const QUIET_MS = 500;
/** A realm of so few shops takes some milliseconds, and a thread more memory than that is worth. */
const FEW_SHOPS = 60;

export function createPlanner({ shops, clock, onPlan, onError }: PlannerOptions): Planner {
  let latest: WorkedOut | undefined;
  let cancel: (() => void) | undefined;
  let thread: Worker | undefined;
  let turn = 0;
  const take = (result: WorkedOut): void => {
    latest = result;
    onPlan();
  };
  const startThread = (): Worker => {
    const started = new Worker(new URL(`plan-thread${extname(import.meta.url)}`, import.meta.url));
    started.unref();
    started.on('message', (answer: ThreadAnswer) => {
      if (answer.turn !== turn) return;
      if ('result' in answer) return take(answer.result);
      thread = undefined; // plans are seldom, and what it has taken of memory is given back
      void started.terminate();
    });
    started.on('error', (error) => {
      thread = undefined;
      onError(error);
    });
    return started;
  };
  const plan = (): void => {
    cancel = undefined;
    turn += 1;
    const all = shops();
    try {
      if (all.length <= FEW_SHOPS) for (const result of workOut(all, clock.now)) take(result);
      else (thread ??= startThread()).postMessage({ turn, shops: all });
    } catch (error) {
      onError(error);
    }
  };
  return {
    changed() {
      cancel?.();
      cancel = clock.after(QUIET_MS, plan);
    },
    get latest() {
      return latest;
    },
    async stop() {
      cancel?.();
      await thread?.terminate();
    },
  };
}
