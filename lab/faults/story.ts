import { messageOf } from '../../ground/text/message-of.ts';
import type { AnyController } from '../../controllers/runtime/definition.ts';
import type { StoreChange } from '../../local/api-server/store/store.ts';
import type { LabProcessOptions } from '../lab-process.ts';
import { openLab, type Lab, type LabOptions } from '../start-lab.ts';
import type { Interference, FaultPlan } from './plan.ts';
import { createRandom } from './random.ts';
import { createStage, type FaultStage } from './stage.ts';
import { openTap, type SeenWrite, type Tap } from './tap.ts';

/** What happens to a cluster, and what has to come of it. */
export interface FaultStory
  extends Pick<LabOptions, 'definitions' | 'kinds' | 'workloads'>, Pick<LabProcessOptions, 'args' | 'env' | 'program'> {
  readonly controllers: AnyController | readonly AnyController[];
  /** What is there before the controllers run; what else is at work there is run here. */
  readonly arrange?: (lab: Lab) => Promise<unknown>;
  /** What happens, step by step. Plans are called after the names of these functions. */
  readonly act: readonly ((lab: Lab) => Promise<unknown>)[];
  /** What has to come out: any value. What differs between two runs without a fault is not compared. */
  readonly state: (lab: Lab) => Promise<unknown>;
  /** How long what follows from a step may take at the most, faults included, in milliseconds of the lab. @default five minutes */
  readonly settleMs?: number;
  /** Spreads waits at random, the same way each time. @default they are not spread */
  readonly seed?: number;
}

/** What came of a story. */
export interface ToldStory {
  readonly state: unknown;
  readonly births: Tap['births'];
  readonly writes: readonly SeenWrite[];
  /** What was written in the hour after the end, and at the resync that followed. */
  readonly restless: readonly string[];
  /** What went on failing in that time. */
  readonly failing: readonly string[];
  /** What each step itself changed. */
  readonly deeds: readonly (readonly StoreChange[])[];
  readonly struck: boolean;
  /** A text about it, so that it is the same in each run. */
  readonly masked: Tap['masked'];
}

const SETTLE_MS = 300_000;
const HOUR_MS = 3_600_000;
/** What the second telling has otherwise: dates and versions. */
const LATER_MS = 90_061_000;
const LATER_VERSIONS = 1_000;

/** Turns have one order, and nothing is mended by a resync. */
const STEADY_ARGS = ['--workers=1', '--resync=0'];

export const UNHARMED: FaultPlan = { name: 'reference', judged: 'all', enter: () => ({ struck: () => true }) };

export interface TellOptions {
  /** At another time, on other versions. */
  readonly later?: boolean;
  /** More writes than that end it. */
  readonly mostWrites?: number;
}

/** Rejects where the controllers do not come to rest, or a step fails. */
export async function tell(
  story: FaultStory,
  plan: FaultPlan,
  { later = false, mostWrites = Infinity }: TellOptions = {},
): Promise<ToldStory> {
  const { controllers, definitions, kinds, workloads, args = [], env, program = nameOf(controllers), seed } = story;
  const random = seed === undefined ? () => 0 : createRandom(seed);
  const lab = await openLab({ definitions, kinds, workloads });
  const stage = createStage(lab, () => lab.run(controllers, { args: [...STEADY_ARGS, ...args], env, program, random }));
  let interference: Interference = { struck: () => false };
  try {
    if (later) {
      lab.faults.skipRevisions(LATER_VERSIONS);
      await lab.pass(LATER_MS);
    }
    await story.arrange?.(lab);
    await lab.quiet();
    interference = plan.enter(stage);
    const { meddle = () => ({ do: 'pass' }) } = interference;
    const { store, faults } = lab;
    const own = openTap({ store, faults, program: 'lab', meddle: () => ({ do: 'pass' }) });
    const runaway = Promise.withResolvers<never>();
    const tap = openTap({
      store,
      faults,
      program,
      meddle(moment, write) {
        if (write !== undefined && write.number > mostWrites)
          runaway.reject(
            new Error(`more than ${mostWrites} writes, the last of them ${write.what}: it tries again without waiting longer`),
          );
        return meddle(moment, write);
      },
    });
    const played = play(story, { stage, own, tap, interference });
    played.catch(() => undefined); // of a run that has been given up, nobody wants to know any more
    return await Promise.race([played, runaway.promise]).catch((error: unknown) => {
      throw new Error(tap.masked(messageOf(error)), { cause: error });
    });
  } finally {
    await lab.stop();
  }
}

interface Playing {
  readonly stage: FaultStage;
  /** What the steps themselves do. */
  readonly own: Tap;
  /** What the controllers do. */
  readonly tap: Tap;
  readonly interference: Interference;
}

async function play({ act, state, settleMs = SETTLE_MS }: FaultStory, { stage, own, tap, interference }: Playing): Promise<ToldStory> {
  const { lab } = stage;
  const deeds: (readonly StoreChange[])[] = [];
  await stage.start();
  await stage.pass(settleMs);
  for (const [step, take] of act.entries()) {
    await interference.before?.(step);
    const done = own.writes.length;
    await take(lab).catch((error: unknown) => {
      if (interference.mayFail?.(step) !== true) throw error;
    });
    deeds.push(own.writes.slice(done).flatMap(({ changes }) => changes));
    await interference.after?.(step);
    await stage.pass(settleMs);
    await interference.settled?.(step);
  }
  const told = { state: await state(lab), births: new Map(tap.births) };
  const writes = tap.writes.length;
  const failures = failuresOf(stage).length;
  await stage.pass(HOUR_MS);
  for (const process of stage.processes) process.lookAgain();
  await stage.rest();
  return {
    ...told,
    writes: tap.writes,
    restless: tap.writes.slice(writes).map(({ what }) => what),
    failing: failuresOf(stage).slice(failures),
    deeds,
    struck: interference.struck(),
    masked: tap.masked,
  };
}

const nameOf = (controllers: FaultStory['controllers']): string => [controllers].flat()[0]?.name ?? '';

const failuresOf = ({ processes }: FaultStage): readonly string[] =>
  processes.flatMap(({ logs }) =>
    logs.filter(({ message }) => message === 'reconcile failed').map(({ key, error }) => `${String(key)}: ${String(error)}`),
  );
