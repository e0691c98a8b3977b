import type { Log } from '../../runtime/tell/log.ts';
import type { SourceChange } from '../decide/compare.ts';
import type { Plan } from '../decide/decide.ts';
import type { Restart, TemplateChange } from '../decide/template-change.ts';
import type { AnnotationKeys } from '../seen/annotation-keys.ts';
import { typeAndName } from '../seen/source-type.ts';
import { ruleFor, type ConcernRule } from '../seen/wish.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';
import { ruleSentence } from './rule-sentence.ts';

export interface TellRollOptions {
  readonly log: Log;
  readonly keys: AnnotationKeys;
  readonly autoReloadAll: boolean;
  /** Would a workload that searches take this source, as far as it is known? */
  readonly matches: (namespace: string, id: string) => boolean;
}

export interface WouldRoll {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Extract<Plan, { do: 'roll' }>;
}

const WOULD: Partial<Readonly<Record<WorkloadKind, string>>> = { CronJob: 'would start a Job of', Job: 'would delete and recreate' };

/** Tells what would roll, why, and by which write. */
export function tellRoll({ log, keys, autoReloadAll, matches }: TellRollOptions, { kind, workload, plan }: WouldRoll): void {
  const { namespace = '', name: own } = workload.metadata ?? {};
  const title = `${kind} ${namespace}/${own}`;
  const because = plan.changes.map((change) => {
    const { type, name } = typeAndName(change.id);
    return `${type} ${name} ${change.cause} (${ruleSentence(ruleOf(change), type, keys)})`;
  });
  if (plan.change === undefined)
    log.info({ workload: title, because }, 'would roll, but its marker is there already: somebody else was faster');
  else
    log.info(
      {
        workload: title,
        because,
        writes: writesOf(plan.change),
        ...(plan.pause === 'begin' ? { paused: workload.interest?.pause.period } : {}),
      },
      WOULD[kind] ?? 'would roll',
    );

  function ruleOf({ id }: SourceChange): ConcernRule | undefined {
    const { type, name } = typeAndName(id);
    const { wishes, references = [] } = workload.interest ?? {};
    const candidate = {
      name,
      ignored: false,
      matches: matches(namespace, id),
      referenced: references.some((reference) => reference.id === id),
    };
    return wishes === undefined ? undefined : ruleFor(wishes[type], candidate, autoReloadAll);
  }
}

const writesOf = (change: TemplateChange | Restart): readonly string[] =>
  'restartAt' in change ? [`restartAt ${change.restartAt}`] : writesOfTemplate(change);

const writesOfTemplate = ({ variables, reloadedFrom }: TemplateChange): readonly string[] => [
  ...variables.map(({ container, name, value }) =>
    value === undefined ? `no ${name} on container ${container}` : `${name}=${value} on container ${container}`,
  ),
  ...(reloadedFrom === undefined ? [] : [`last-reloaded-from ${reloadedFrom}`]),
];
