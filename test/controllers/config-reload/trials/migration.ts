import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../../../worker/market/seeded.ts';
import { eachOf, makeFleet, reloaderMember, type FleetSource } from './fleet.ts';
import { watchRolls } from './rolls.ts';
import { resultOf, trialController, type TrialOptions, type TrialResult } from './trial.ts';

export interface MigrationOptions extends TrialOptions {
  /** How often the process is killed. */
  readonly kills: number;
}

/** The changes begin before the controller does, and go on for so long for each workload. */
const SPAN_MS = 30;
const BEFORE_MS = 1_000;

/**
 * Reloader has gone, the controller comes, and is killed at random moments, while half of all sources change, some of them
 * twice, and some of them named by many workloads.
 */
export async function migration(options: MigrationOptions): Promise<TrialResult> {
  const { client, namespace, size, seed, kills } = options;
  const random = seeded(seed);
  const fleet = await makeFleet(client, namespace, size, reloaderMember);
  await pause(1_100); // what is written from now on is of a later second
  const rolls = await watchRolls(client, namespace);
  const controller = trialController(options);
  const span = size * SPAN_MS;
  const isShared = ({ name }: FleetSource) => name.startsWith('shared-');
  const changing = fleet.sources.filter((source) => source !== fleet.fence && (isShared(source) || random() < 0.5));
  const due = changing.map((source) => ({
    source,
    times: Array.from({ length: random() < 0.1 ? 2 : 1 }, () => random() * span).sort((one, other) => one - other),
  }));
  const began = performance.now() + BEFORE_MS;
  const killing = (async () => {
    const moments = Array.from({ length: kills }, () => random() * span * 0.9).sort((one, other) => one - other);
    await pause(BEFORE_MS);
    controller.start();
    for (const at of moments) {
      await pause(Math.max(0, began + at - performance.now()));
      await controller.kill();
      controller.start();
    }
  })();
  const writes = due.flatMap(({ source, times }) => times.map((at, nth) => ({ source, at, value: `changed-${nth}` })));
  await eachOf(
    writes.toSorted((one, other) => one.at - other.at),
    async ({ source, at, value }) => {
      await pause(Math.max(0, began - BEFORE_MS + at - performance.now()));
      await fleet.write(source, value);
    },
  );
  await killing;
  return resultOf(options, { fleet, rolls, controller, began });
}
