import type { Parts } from '../../runtime/definition.ts';
import type { AnnotationKeys } from '../seen/annotation-keys.ts';
import type { SourceChange } from '../decide/compare.ts';
import type { Plan } from '../decide/decide.ts';
import type { FollowedSources } from '../follow/followed-sources.ts';
import type { Performer, Work } from '../decide/performer.ts';
import { renderRecord } from '../seen/record.ts';
import { typeAndName, type SourceType } from '../seen/source-type.ts';
import type { Restart, TemplateChange } from '../decide/template-change.ts';
import { reasonFor, type Reason } from '../seen/wish.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';

export interface RehearseOptions {
  readonly parts: Parts;
  readonly keys: AnnotationKeys;
  readonly autoReloadAll: boolean;
  readonly sources: FollowedSources;
}

/** What would be with a workload by now, had all been done that was told. */
interface Rehearsed {
  readonly uid: string | undefined;
  /** The record that was in the cluster then: with another one, somebody has really acted. */
  readonly found: string | undefined;
  readonly record: string | undefined;
  /** The pause that would be over. */
  readonly resumed: string | undefined;
}

/** Tells what would be done, once for each change, and does nothing: the records are kept in memory. */
export function createRehearsal(options: RehearseOptions): Performer {
  const { log } = options.parts;
  const known = new Map<string, Rehearsed>();
  const of = (key: string, { metadata, interest }: Workload): Rehearsed | undefined => {
    const before = known.get(key);
    return before?.uid === metadata?.uid && before?.found === interest?.record ? before : undefined;
  };
  return {
    take(key, workload) {
      const { interest } = workload;
      const before = of(key, workload);
      if (interest === undefined || before === undefined) return workload;
      const { pause } = interest;
      const over = pause.at !== undefined && pause.at === before.resumed;
      return {
        ...workload,
        interest: { ...interest, record: before.record ?? interest.record, pause: over ? { paused: false, period: pause.period } : pause },
      };
    },
    async perform(work) {
      const { key, kind, workload, plan } = work;
      const before = of(key, workload);
      const record = plan.do === 'resume' ? before?.record : renderRecord(plan.record);
      const ends = plan.do === 'resume' || (plan.do === 'roll' && plan.pause === 'end');
      known.set(key, {
        uid: workload.metadata?.uid,
        found: workload.interest?.record,
        record,
        resumed: ends ? workload.interest?.pause.at : before?.resumed,
      });
      const title = `${kind} ${workload.metadata?.namespace}/${workload.metadata?.name}`;
      if (plan.do === 'resume') log.info({ workload: title }, 'would resume');
      else if (plan.do === 'record') log.debug({ workload: title }, 'would note which content its pods have');
      else tellRoll(options, title, { ...work, plan });
      // The write of a resume would have it looked at again.
      return plan.do === 'resume' ? { afterMs: 0 } : 'on-change';
    },
    goOn: async () => 'on-change',
  };
}

const WOULD: Partial<Readonly<Record<WorkloadKind, string>>> = { CronJob: 'would start a Job of', Job: 'would make anew' };

function tellRoll(
  { parts: { log }, keys, autoReloadAll, sources }: RehearseOptions,
  title: string,
  { kind, workload, plan }: Work & { readonly plan: Extract<Plan, { do: 'roll' }> },
): void {
  const { namespace = '' } = workload.metadata ?? {};
  const because = plan.changes.map((change) => {
    const { type, name } = typeAndName(change.id);
    return `${type} ${name} ${change.cause} (${sentenceOf(reasonOf(change), type, keys)})`;
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

  function reasonOf({ id }: SourceChange): Reason | undefined {
    const { type, name } = typeAndName(id);
    const { wishes, references = [] } = workload.interest ?? {};
    const source = sources.in(namespace).get(id);
    const candidate = {
      name,
      ignored: false,
      matches: source?.matches ?? true,
      referenced: references.some((reference) => reference.id === id),
    };
    return wishes === undefined ? undefined : reasonFor(wishes[type], candidate, autoReloadAll);
  }
}

function sentenceOf(reason: Reason | undefined, type: SourceType, { named, auto, autoFor, search }: AnnotationKeys): string {
  switch (reason) {
    case 'named':
      return `named in ${named[type]}`;
    case 'search':
      return `used, and found by ${search}`;
    case 'auto':
      return `used, and asked for by ${auto} or ${autoFor[type]}`;
    case 'auto-reload-all':
      return 'used, and --auto-reload-all';
    case undefined:
      return 'asked for';
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
