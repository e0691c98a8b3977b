import { shareOfGroup, type Share } from '../limit-flags.ts';
import { holdOf, holdProblem, type Hold } from '../seen/hold.ts';
import { HOLD } from '../seen/annotation-keys.ts';
import { typeAndName } from '../seen/source-type.ts';
import { waveOf } from '../seen/wave.ts';
import type { Held, Judge, RollVerdict, WantedRoll } from './judge.ts';
import { isKnownDown, nameSharers, type Sharer, type SharersOf } from './sharers.ts';

/** What becomes of a roll by what the annotations say, of the workload and of the sources that it is for. */
export interface HoldSaid {
  readonly hold: Hold;
  /** Who says so. */
  readonly by: 'workload' | { readonly source: string };
  readonly problem?: string;
}

/** The workload goes before its sources. Of these, one that holds is enough; to give up, all have to; to go on, none may have a say against it. */
export function saidOf({ workload, plan }: WantedRoll, textOf: (id: string) => string | undefined): HoldSaid {
  const own = workload.interest?.hold;
  if (holdOf(own) !== 'none') return { hold: holdOf(own), by: 'workload', problem: holdProblem(own) };
  const all = plan.changes.map(({ id }) => ({ id, text: textOf(id), hold: holdOf(textOf(id)) }));
  const holding = all.find(({ hold }) => hold === 'hold');
  if (holding !== undefined) return { hold: 'hold', by: { source: holding.id }, problem: holdProblem(holding.text) };
  const [first] = all;
  const holds = new Set(all.map(({ hold }) => hold));
  if (first === undefined || holds.has('none')) return { hold: 'none', by: 'workload' };
  return { hold: holds.has('release') ? 'release' : 'skip', by: { source: first.id } };
}

/** Nothing shows when an annotation is to be taken away; that it was wakes the workload. */
const LONG_MS = 600_000;
/** It is woken by what it waits for; this is for what nobody has seen. In a large group it costs more. */
const recheckMs = (sharers: number): number => 30_000 + 20 * sharers;

export const judgeHold =
  (said: (roll: WantedRoll) => HoldSaid): Judge =>
  (roll) => {
    const { hold, by, problem } = said(roll);
    if (hold !== 'hold') return 'go';
    const about = by === 'workload' ? 'it' : titleOf(by.source);
    const note = problem === undefined ? '' : ` (${problem})`;
    return {
      held: 'hold',
      why: `${about} has the annotation ${HOLD}${note}: it does not roll for ${changesOf(roll)} until that is taken away; ${WAYS_ON}`,
      afterMs: LONG_MS,
      ...(by === 'workload' ? {} : { source: by.source }),
    };
  };

/** Those of a lower wave have to be rolled, and available. */
export const judgeWave =
  (sharersOf: SharersOf): Judge =>
  (roll) => {
    const wave = waveOf(roll.workload.interest?.wave);
    return firstSource(roll, sharersOf, (id, sharers, namespace) => {
      const before = sharers.filter((sharer) => sharer.wave < wave && (sharer.state === 'pending' || sharer.isDown));
      if (before.length === 0) return 'go';
      const waits = `wave ${wave} waits for ${before.length} of earlier waves to be rolled and available: ${nameSharers(before, namespace)}`;
      return held('wave', `wave ${wave}`, { id, waits, sharers });
    });
  };

/** Only so many may be on their way, or have failed. One that is down anyway cannot be made worse: perhaps this is the cure. */
export const judgeUnavailable =
  (share: Share, sharersOf: SharersOf): Judge =>
  (roll) => {
    if (isKnownDown(roll.workload)) return 'go';
    return firstSource(roll, sharersOf, (id, sharers, namespace) => {
      const down = sharers.filter(({ isDown }) => isDown);
      if (down.length < shareOfGroup(share, sharers.length)) return 'go';
      const waits = `${down.length} of ${sharers.length} that share it were rolled and are not available (--max-unavailable): ${nameSharers(down, namespace)}. The others wait for them`;
      return held('unavailable', 'unavailable', { id, waits, sharers });
    });
  };

type JudgeSource = (id: string, sharers: readonly Sharer[], namespace: string) => RollVerdict;

function firstSource({ workload, plan }: WantedRoll, sharersOf: SharersOf, judge: JudgeSource): RollVerdict {
  const namespace = workload.metadata?.namespace ?? '';
  for (const { id } of plan.changes) {
    const verdict = judge(id, sharersOf(namespace, id, plan.record.sources[id]), namespace);
    if (verdict !== 'go') return verdict;
  }
  return 'go';
}

function held(
  by: 'wave' | 'unavailable',
  line: string,
  { id, waits, sharers }: { readonly id: string; readonly waits: string; readonly sharers: readonly Sharer[] },
): Held {
  return {
    held: by,
    why: `the change of ${titleOf(id)} is held: ${waits}; ${WAYS_ON}`,
    afterMs: recheckMs(sharers.length),
    source: id,
    line,
  };
}

const WAYS_ON = `${HOLD}: "release" on it rolls at once, "skip" gives the change up, and so does its former content`;

const titleOf = (id: string): string => `${typeAndName(id).type} ${typeAndName(id).name}`;
const changesOf = ({ plan }: WantedRoll): string => plan.changes.map(({ id }) => titleOf(id)).join(', ');
