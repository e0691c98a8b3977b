import type { Horizon } from '../../controllers/runtime/run.ts';
import type { LabProcessAtWork } from '../lab-process.ts';
import type { OpenLab } from '../start-lab.ts';

/** A lab in which a story is told, in the hands of a plan. */
export interface FaultStage {
  readonly lab: OpenLab;
  /** A new process of the controllers. */
  start(): Promise<LabProcessAtWork>;
  /** Those that the plan may harm: not what the story itself runs besides. */
  readonly processes: readonly LabProcessAtWork[];
  /** Ends the newest process as SIGKILL would. */
  kill(): void;
  /** Does something once all is at rest. */
  atRest(act: () => Promise<unknown>): void;
  /** How much all processes can have been shown, and so are waited for; undefined: everything. */
  show(horizon: Horizon | undefined): void;
  /** Until all is at rest. */
  calm(): Promise<unknown>;
  /** The same, and what was left for then is done. */
  rest(): Promise<void>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
}

/** What processes have listed once is all that they can be expected to have. */
export const NOTHING_NEW: Horizon = { version: '0', ownWrites: false };

/** What travels to a process that is not shown everything is not asked for: it gets the time to arrive. */
const TURNS_OF_AN_EVENT = 25;

export function createStage(lab: OpenLab, startProcess: () => Promise<LabProcessAtWork>): FaultStage {
  const processes: LabProcessAtWork[] = [];
  const left: (() => Promise<unknown>)[] = [];
  let isBlind = false;
  const calm = (): Promise<unknown> => lab.quiet(isBlind ? TURNS_OF_AN_EVENT : undefined);
  const rest = async (): Promise<void> => {
    await calm();
    for (let act = left.shift(); act !== undefined; act = left.shift()) {
      await act();
      await calm();
    }
  };
  return {
    lab,
    processes,
    async start() {
      const process = await startProcess();
      processes.push(process);
      return process;
    },
    kill: () => void processes.at(-1)?.die(),
    atRest: (act) => void left.push(act),
    show(horizon) {
      isBlind = horizon !== undefined;
      for (const process of lab.processes) process.see(horizon);
    },
    calm,
    rest,
    async pass(ms) {
      const end = lab.clock.now() + ms;
      do await rest();
      while (lab.clock.step(end));
      await rest();
    },
  };
}
