import { StatusError, type StatusDetails } from '../../local/api-server/contracts/status-error.ts';
import type { Fault, FaultMoment } from '../../local/api-server/faults/faults.ts';
import type { Interference, FaultPlan } from './plan.ts';
import { NOTHING_NEW, type FaultStage } from './stage.ts';
import type { Meddle, SeenWrite } from './tap.ts';

const PASS: Fault = { do: 'pass' };
const DROP: Fault = { do: 'drop' };

/** What goes wrong when the write is at that moment; the request goes on as that says. */
type Strike = (stage: FaultStage, moment: FaultMoment) => Fault | Promise<Fault>;

/** Every way for this write to go wrong. */
export const plansOfWrite = (write: SeenWrite): readonly FaultPlan[] => [
  atWrite('crash after', write, 'answer', (stage) => {
    stage.kill();
    stage.atRest(() => stage.start());
    return DROP;
  }),
  atWrite('crash before', write, 'request', (stage) => {
    stage.kill();
    stage.atRest(() => stage.start());
    return DROP;
  }),
  atWrite('lost answer to', write, 'answer', () => DROP),
  ...REFUSALS.map(({ title, fault, times }) => atWrite(`${title} to`, write, 'request', () => fault, times)),
  ...(takesAway(write) ? [staleStart(write)] : []),
  slowView(write),
];

const refusal = (code: number, reason: string, details?: StatusDetails): Fault => ({
  do: 'fail',
  status: new StatusError(code, reason, `refused on purpose: ${reason}`, details).status,
});

const REFUSALS: readonly { readonly title: string; readonly fault: Fault; readonly times?: number }[] = [
  { title: '409', fault: refusal(409, 'Conflict') },
  { title: '409 four times', fault: refusal(409, 'Conflict'), times: 4 },
  { title: '429', fault: refusal(429, 'TooManyRequests', { retryAfterSeconds: 1 }) },
  { title: '500', fault: refusal(500, 'InternalError') },
  { title: '403', fault: refusal(403, 'Forbidden') },
];

/** Is something gone after it, or about to go? */
const takesAway = ({ changes }: SeenWrite): boolean =>
  changes.some(
    ({ type, object, previous }) =>
      type === 'DELETED' ||
      (object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined) ||
      (object.metadata.finalizers?.length ?? 0) < (previous?.metadata.finalizers?.length ?? 0),
  );

const nameOf = (how: string, { number, title }: SeenWrite): string => `${how} write ${number}: ${title}`;

/** The request that is meant, and those of the same text after it: it is sent again. */
const isMeant = (target: SeenWrite, write: SeenWrite | undefined, times: number): boolean =>
  write?.what === target.what && write.nth >= target.nth && write.nth < target.nth + times;

function atWrite(how: string, target: SeenWrite, at: FaultMoment['at'], strike: Strike, times = 1): FaultPlan {
  return {
    name: nameOf(how, target),
    judged: 'all',
    enter(stage) {
      let struck = false;
      const meddle: Meddle = (moment, write) => {
        if (moment.at !== at || !isMeant(target, write, times)) return PASS;
        struck = true;
        return strike(stage, moment);
      };
      return { meddle, struck: () => struck };
    },
  };
}

/** The process dies once the write is done, and the next one begins with what was there before it. */
function staleStart(target: SeenWrite): FaultPlan {
  const enter = (stage: FaultStage): Interference => {
    let before: ReturnType<typeof stage.lab.faults.freeze> | undefined;
    const begin = async (): Promise<void> => {
      await stage.start();
      stage.show(NOTHING_NEW);
      await stage.calm();
      before?.thaw();
      stage.show(undefined);
    };
    return {
      meddle(moment, write) {
        if (!isMeant(target, write, 1)) return PASS;
        if (moment.at === 'request') {
          before = stage.lab.faults.freeze({ userAgent: moment.userAgent });
          return PASS;
        }
        stage.kill();
        stage.atRest(begin);
        return DROP;
      },
      struck: () => before !== undefined,
    };
  };
  return { name: nameOf('stale start after', target), judged: 'all', enter };
}

/** What tells of the write is held back until everything was looked at once more. */
function slowView(target: SeenWrite): FaultPlan {
  const enter = (stage: FaultStage): Interference => {
    const held = Promise.withResolvers<Fault>();
    let about: FaultMoment | undefined;
    const lookAgain = async (): Promise<void> => {
      for (const process of stage.processes) process.lookAgain();
      await stage.calm();
      held.resolve(PASS);
      stage.show(undefined);
    };
    return {
      meddle(moment, write) {
        if (moment.at === 'request' && about === undefined && isMeant(target, write, 1)) {
          about = moment;
          stage.show(NOTHING_NEW);
          stage.atRest(lookAgain);
        }
        return about !== undefined && tellsOf(about, moment) ? held.promise : PASS;
      },
      struck: () => about !== undefined,
    };
  };
  return { name: nameOf('slow view of', target), judged: 'all', enter };
}

const tellsOf = (about: FaultMoment, { at, event, group, resource, name }: FaultMoment): boolean =>
  at === 'event' &&
  event !== 'BOOKMARK' &&
  group === about.group &&
  resource === about.resource &&
  (about.name === '' || name === about.name);
