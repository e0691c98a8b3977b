import type { Fault } from '../../local/api-server/faults/faults.ts';
import { undoneBy } from './undone.ts';
import type { LabProcessAtWork } from '../lab-process.ts';
import type { Interference, FaultPlan } from './plan.ts';
import { NOTHING_NEW, type FaultStage } from './stage.ts';
import type { ToldStory } from './story.ts';

const OUTAGE_MS = 60_000;
/** Until a watch that was broken is tried again, at the latest. */
const WATCHES_AGAIN_MS = 45_000;

const PASS: Fault = { do: 'pass' };
const DROP: Fault = { do: 'drop' };

/** What can go wrong with what happens. `titles`: what the steps are called. */
export const plansOfSteps = (titles: readonly string[], { deeds }: ToldStory): readonly FaultPlan[] => [
  ...titles.flatMap((title, step) => [outage(title, step), outageInList(title, step), overlap(title, step)]),
  ...undoneBy(deeds).map(({ done, undone }) => missed(titles, done, undone)),
];

/** The server is away for the controllers. */
interface Absence {
  /** They are shown nothing, and what they ask is not answered. */
  begin(): void;
  /** Also what they follow ends. Nothing else may be under way. */
  cut(): void;
  end(): void;
  /** They find out that it is back. */
  over(): Promise<void>;
  readonly lasts: boolean;
}

function createAbsence(stage: FaultStage): Absence {
  let lasts = false;
  return {
    begin() {
      lasts = true;
      stage.show(NOTHING_NEW);
    },
    cut: () => stage.lab.faults.disconnect(),
    end: () => void (lasts = false),
    async over() {
      await stage.pass(WATCHES_AGAIN_MS);
      stage.show(undefined);
    },
    get lasts() {
      return lasts;
    },
  };
}

/** The server is away for a minute, from the first write that follows from the step; where none does, from the step on. */
function outage(title: string, target: number): FaultPlan {
  const enter = (stage: FaultStage): Interference => {
    const absence = createAbsence(stage);
    let taking = false;
    return {
      meddle(_, write) {
        if (taking && write !== undefined && !absence.lasts) absence.begin();
        return absence.lasts ? DROP : PASS;
      },
      before: async (step) => void (taking = step === target),
      async after(step) {
        if (step !== target) return;
        await stage.rest();
        if (!absence.lasts) absence.begin();
        taking = false;
        absence.cut();
        await stage.pass(OUTAGE_MS);
        absence.end();
        await absence.over();
      },
      struck: () => true,
    };
  };
  return { name: `outage in step ${target + 1}: ${title}`, judged: 'all', enter };
}

/** The server is away for a minute, has forgotten what changed meanwhile, and goes away again while it answers the first list. */
function outageInList(title: string, target: number): FaultPlan {
  const enter = (stage: FaultStage): Interference => {
    const absence = createAbsence(stage);
    let listing: 'awaited' | 'begun' | undefined;
    return {
      meddle({ at, verb, query }) {
        if (absence.lasts) return DROP;
        const isList = at === 'answer' ? verb === 'list' : at === 'event' && query.has('sendInitialEvents');
        if (listing !== 'awaited' || !isList) return PASS;
        listing = 'begun';
        absence.begin();
        return { do: 'half' };
      },
      async after(step) {
        if (step !== target) return;
        absence.begin();
        absence.cut();
        await stage.pass(OUTAGE_MS);
        stage.lab.faults.compact();
        listing = 'awaited';
        absence.end();
        await stage.pass(WATCHES_AGAIN_MS);
        await stage.pass(OUTAGE_MS);
        absence.end();
        await absence.over();
      },
      struck: () => listing !== undefined,
    };
  };
  return { name: `outage after step ${target + 1}, and again during a list: ${title}`, judged: 'all', enter };
}

/** Two processes both believe to lead. */
function overlap(title: string, target: number): FaultPlan {
  const enter = (stage: FaultStage): Interference => {
    let second: LabProcessAtWork | undefined;
    return {
      async before(step) {
        if (step !== target) return;
        second = await stage.start();
        await stage.rest();
      },
      settled: async (step) => (step === target ? second?.die() : undefined),
      struck: () => second !== undefined,
    };
  };
  return { name: `overlap in step ${target + 1}: ${title}`, judged: 'all', enter };
}

/** What one step did and a later one undid is never seen: the list that comes after shows no more than the end. */
function missed(titles: readonly string[], done: number, undone: number): FaultPlan {
  const enter = (stage: FaultStage): Interference => {
    const absence = createAbsence(stage);
    return {
      meddle: () => (absence.lasts ? DROP : PASS),
      async before(step) {
        if (step !== done) return;
        absence.begin();
        absence.cut();
        await stage.rest();
      },
      // What stands between may need what the controllers would have made.
      mayFail: (step) => step > done && step < undone,
      async after(step) {
        if (step !== undone) return;
        stage.lab.faults.compact();
        absence.end();
        await absence.over();
      },
      struck: () => true,
    };
  };
  const [first, last] = [titles[done] ?? '', titles[undone] ?? ''];
  return { name: `missed from step ${done + 1} to ${undone + 1}: ${first}, ${last}`, judged: 'end', enter };
}
