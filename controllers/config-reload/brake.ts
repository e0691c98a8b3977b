import type { Delta } from '../../kube/follow/store.ts';
import { judgeHold, judgeUnavailable, judgeWave, saidOf } from './decide/brake.ts';
import type { WantedRoll } from './decide/judge.ts';
import { createRollRates } from './decide/roll-rates.ts';
import { createRollTimes } from './decide/roll-times.ts';
import { createWaitingLines } from './decide/waiting-lines.ts';
import { judgeWindow } from './decide/window-judge.ts';
import type { ReloadSettings } from './flags.ts';
import { createFollowedSharers } from './follow/followed-sharers.ts';
import type { FollowedWorkloads } from './follow/followed-workloads.ts';
import type { ReloadStores } from './follow/reload-stores.ts';
import { createGate, type Gate } from './gate.ts';
import { parseRecord } from './seen/record.ts';
import type { ReloadParts } from './seen/reload-key.ts';
import type { Workload } from './seen/workload.ts';
import { createHeldRolls } from './tell/held-rolls.ts';

export interface BrakeOptions {
  readonly parts: ReloadParts;
  readonly settings: ReloadSettings;
  readonly stores: ReloadStores;
  /** As they are looked at: in a dry run, as they would be by now. */
  readonly workloads: FollowedWorkloads;
}

/** Who decides whether a roll may happen, but for the rate of rolls, of which no look at the cluster tells. */
export function judging({ settings, stores, workloads }: Omit<BrakeOptions, 'parts'>) {
  const { watched, sources, records } = stores;
  const sharers = createFollowedSharers({ workloads, records, watched });
  const source = (namespace: string, id: string) => sources.in(namespace).get(id);
  const said = (roll: WantedRoll) => saidOf(roll, (id) => source(roll.workload.metadata?.namespace ?? '', id)?.hold);
  const judges = [
    judgeHold(said),
    judgeWindow(createRollTimes(settings)),
    judgeWave(sharers.of),
    judgeUnavailable(settings['max-unavailable'], sharers.of),
  ];
  return { said, judges, sharers, source };
}

/** The gate, with all that may hold a roll. What was rolled and is not back yet it finds in the cluster, so that it survives the process. */
export function createBrake({ parts, settings, stores, workloads }: BrakeOptions): Gate {
  const { records, hear } = stores;
  const { wall, wake } = parts;
  const { said, judges, sharers, source } = judging({ settings, stores, workloads });
  const rates = createRollRates({ cluster: settings['max-rolls'], namespace: settings['max-rolls-per-namespace'] });
  const lines = createWaitingLines(wake);

  hear((kind, delta) => {
    const { metadata, interest } = delta.object;
    const storeKey = `${metadata?.namespace}/${metadata?.name}`;
    const rolledAt =
      delta.type === 'deleted' || !interest?.record?.includes('"rolled"') ? undefined : parseRecord(interest.record)?.rolled?.at;
    if (rolledAt !== undefined) rates.saw({ of: 'workload', kind, storeKey }, rolledAt, wall());
    if (lines.isEmpty || !mayFreeOthers(delta)) return;
    const record = parseRecord(records.of(delta.object) ?? interest?.record);
    for (const id of Object.keys(record?.sources ?? {})) lines.moved(`${metadata?.namespace}/${id}`);
  });

  return createGate({
    said,
    judges,
    rates,
    sharers,
    lines,
    turns: createWaitingLines(wake),
    reports: createHeldRolls({ parts, sourceOf: source }),
    wall,
  });
}

/** It is back, gone, or rolled where it need not come back. */
const mayFreeOthers = (delta: Delta<Workload>): boolean =>
  delta.type === 'deleted' ||
  (delta.type === 'updated' &&
    delta.object.available !== false &&
    (delta.old.available === false || delta.old.interest?.record !== delta.object.interest?.record));
