import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../../../worker/market/seeded.ts';
import { eachOf, makeFleet, plainMember } from './fleet.ts';
import { watchRolls } from './rolls.ts';
import { resultOf, trialController, type TrialOptions, type TrialResult } from './trial.ts';

/** So long do changes go on, for each workload that is noted for the first time meanwhile. */
const SPAN_MS = 5;
/** One of so many sources changes. */
const SHARE = 4;

/** A controller starts where many workloads have no record yet, and a quarter of their sources change from its first moment on. */
export async function firstStart(options: TrialOptions): Promise<TrialResult> {
  const { client, namespace, size, seed } = options;
  const random = seeded(seed);
  const fleet = await makeFleet(client, namespace, size, plainMember);
  await pause(1_100); // what is written from now on is of a later second
  const rolls = await watchRolls(client, namespace);
  const controller = trialController(options);
  const began = performance.now();
  controller.start();
  const changing = fleet.sources.filter((source, at) => at % SHARE === 0 && source !== fleet.fence);
  const due = changing.map((source) => ({ source, at: random() * size * SPAN_MS }));
  await eachOf(
    due.toSorted((one, other) => one.at - other.at),
    async ({ source, at }) => {
      await pause(Math.max(0, began + at - performance.now()));
      await fleet.write(source, 'second');
    },
  );
  return resultOf(options, { fleet, rolls, controller, began });
}
