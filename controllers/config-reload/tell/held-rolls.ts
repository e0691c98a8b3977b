import { Gauge } from 'prom-client';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { HELD_BY, type Held, type HeldBy, type WantedRoll } from '../decide/judge.ts';
import { sourceKey } from '../seen/elsewhere.ts';
import { KINDS } from '../seen/kinds.ts';
import { renderRecord } from '../seen/record.ts';
import { reloadKeys, workloadTitle, type ReloadParts, type WorkloadKey } from '../seen/reload-key.ts';
import { SOURCE_RESOURCES } from '../seen/source-resource.ts';
import { typeAndName } from '../seen/source-type.ts';

/** What holds for a moment only, as every large rollout does, is told by the metric alone. */
const PATIENCE_MS: Readonly<Record<HeldBy, number>> = { hold: 0, window: 0, wave: 30_000, unavailable: 30_000, rate: 60_000 };
/** One that was not asked about for so long after its time is not held here any more: another process leads. */
const OVERDUE_MS = 60_000;

/** Tells of rolls that are held: each once for a change and a reason, or once for all that share the source. */
export interface HeldRolls {
  held(roll: WantedRoll, verdict: Held): void;
  /** It is given up. */
  skipped(roll: WantedRoll): void;
  /** It is not held any more. */
  over(key: WorkloadKey): void;
}

interface HeldRoll {
  readonly change: string;
  readonly by: HeldBy;
  readonly since: number;
  told: boolean;
  askedAgainBy: number;
}

export interface HeldRollsOptions {
  readonly parts: Pick<ReloadParts, 'log' | 'recordEvent' | 'metrics' | 'clock'>;
  readonly sourceOf: (namespace: string, id: string) => KubeObject | undefined;
}

export function createHeldRolls({ parts, sourceOf }: HeldRollsOptions): HeldRolls {
  const { log, recordEvent, clock, metrics } = parts;
  const all = new Map<string, HeldRoll>();
  /** By source and reason: the content that it was told for. */
  const toldOfSources = new Map<string, string>();
  void new Gauge({
    registers: [metrics],
    name: 'civ_reloads_held',
    help: 'Workloads that are to be rolled and are held, by what holds them',
    labelNames: ['reason'],
    collect() {
      const now = clock.now();
      const held = [...all.values()].filter(({ askedAgainBy }) => askedAgainBy + OVERDUE_MS > now);
      for (const reason of HELD_BY) this.set({ reason }, held.filter(({ by }) => by === reason).length);
    },
  });

  function tell({ key, kind, workload, plan }: WantedRoll, { held, why, source }: Held): void {
    const changes = plan.changes.map(({ id, cause }) => `${id} ${cause}`);
    const namespace = workload.metadata?.namespace ?? '';
    const object = source === undefined ? undefined : sourceOf(namespace, source);
    const event = { type: held === 'unavailable' ? 'Warning' : 'Normal', reason: 'ReloadHeld', message: why } as const;
    if (source === undefined || object === undefined) {
      log.info({ workload: workloadTitle(key), changes, reason: held, why }, 'held');
      recordEvent({ resource: KINDS[kind], object: workload }, event);
      return;
    }
    const content = plan.changes.find(({ id }) => id === source)?.marker ?? '';
    const title = sourceKey(source, namespace);
    const about = `${title} ${held}`;
    if (toldOfSources.get(about) === content) return;
    toldOfSources.set(about, content);
    log.info({ source: title, reason: held, why }, 'held');
    recordEvent({ resource: SOURCE_RESOURCES[typeAndName(source).type], object }, event);
  }

  return {
    held(roll, verdict) {
      const key = reloadKeys.text(roll.key);
      const change = renderRecord(roll.plan.record);
      const now = clock.now();
      const last = all.get(key);
      const isSame = last?.change === change && last.by === verdict.held;
      const entry = isSame ? last : { change, by: verdict.held, since: now, told: false, askedAgainBy: now };
      entry.askedAgainBy = now + verdict.afterMs;
      all.set(key, entry);
      log.debug({ workload: workloadTitle(roll.key), reason: verdict.held, afterMs: verdict.afterMs }, 'roll held');
      if (entry.told || now - entry.since < PATIENCE_MS[verdict.held]) return;
      entry.told = true;
      tell(roll, verdict);
    },
    skipped: ({ key, plan }) =>
      log.info({ workload: workloadTitle(key), changes: plan.changes.map(({ id, cause }) => `${id} ${cause}`) }, 'change given up'),
    over: (key) => void all.delete(reloadKeys.text(key)),
  };
}
