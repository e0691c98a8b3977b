import { timestamp } from '../../../ground/time/rfc3339.ts';
import { SHARE_WITH } from '../seen/annotation-keys.ts';
import { variableOf } from '../seen/marker.ts';
import { isElsewhere, namedElsewhere } from '../seen/elsewhere.ts';
import { parseRecord, type AppliedRecord, type Entry } from '../seen/record.ts';
import type { Source } from '../seen/source.ts';
import { SOURCE_TYPES, sourceId, typeAndName } from '../seen/source-type.ts';
import { isReason, ruleFor, type ConcernRule } from '../seen/wish.ts';
import type { Interest } from '../seen/workload.ts';
import { concernedOf } from '../decide/concerned.ts';
import { ruleSentence } from '../tell/rule-sentence.ts';
import type { Sight } from './sight.ts';

/** What is with one source, for one workload. */
export interface SourceRow {
  /** `ConfigMap/name` */
  readonly id: string;
  readonly rule: string;
  /** What the pods have, and what is there, shortened: the same text, the same content. */
  readonly had: string;
  readonly now: string;
  /** When its content was last written. */
  readonly written: string;
  /** What stands for it on the pod template: what the workload was last rolled for. */
  readonly marker: string;
  readonly says: string;
}

const NONE = '-';
const SHORT = 8;

/** A row for each source that its pods use, that it names, or that it has had anything to do with. */
export function sourceRows(sight: Sight): readonly SourceRow[] {
  const { interest } = sight.workload;
  if (interest === undefined) return [];
  const before = parseRecord(sight.before);
  const named = SOURCE_TYPES.flatMap((type) => interest.wishes[type].named.names.map((name) => sourceId(type, name)));
  const ids = [
    ...namedElsewhere(interest, SOURCE_TYPES),
    ...interest.references.map(({ id }) => id),
    ...named,
    ...concernedOf(interest, sight.sources, sight.policy).keys(),
    ...Object.keys(before?.sources ?? {}),
  ];
  return [...new Set(ids)].sort().map((id) => rowOf(sight, { id, interest, before }));
}

function rowOf(
  sight: Sight,
  { id, interest, before }: { readonly id: string; readonly interest: Interest; readonly before: AppliedRecord | undefined },
): SourceRow {
  const { sources, plan, keys } = sight;
  const source = sources.get(id);
  const rule = ruleOf(sight, id, interest, source);
  const had = before?.sources[id];
  const now = source === undefined ? undefined : 'record' in plan ? plan.record.sources[id] : had;
  return {
    id,
    rule: rule === 'ignored' && isElsewhere(id) ? notShared(keys) : ruleSentence(rule, typeAndName(id).type, keys),
    had: short(had),
    now: short(now),
    written: source?.dataWrittenAt === undefined ? NONE : timestamp(source.dataWrittenAt),
    marker: markerOf(id, interest),
    says: says(sight, { id, rule, source, had }),
  };
}

const notShared = ({ ignore }: Sight['keys']): string => `${SHARE_WITH} on it does not name this namespace, or ${ignore} is "true" on it`;

function ruleOf({ policy }: Sight, id: string, { wishes, references }: Interest, source: Source | undefined): ConcernRule {
  const { type, name } = typeAndName(id);
  const candidate = {
    name,
    ignored: source?.ignored ?? false,
    matches: source?.matches ?? true,
    referenced: references.some((reference) => reference.id === id),
  };
  return ruleFor(wishes[type], candidate, policy.autoReloadAll);
}

interface Seen {
  readonly id: string;
  readonly rule: ConcernRule;
  readonly source: Source | undefined;
  readonly had: Entry | undefined;
}

/** The end of the row: what comes of it. */
function says({ policy, sources, plan, held, withoutSecrets }: Sight, { id, rule, source, had }: Seen): string {
  const { type } = typeAndName(id);
  if (!isReason(rule)) return 'rolls nothing';
  if (!policy.types.includes(type)) return `not looked at: the flags leave out every ${type}`;
  if (type === 'Secret' && withoutSecrets !== undefined) return 'not compared';
  if (!(isElsewhere(id) ? sources.reaches(id) : sources.knows(type))) return `not compared: ${type}s of its namespace are not to be seen`;
  const change = plan.do === 'roll' ? plan.changes.find((each) => each.id === id) : undefined;
  if (change !== undefined)
    return held === undefined ? `${change.cause}: rolls` : `${change.cause}: ${held === 'skipped' ? 'given up' : 'held'}`;
  if (source === undefined)
    return policy.onDelete || had === undefined ? 'is not there' : 'is not there: only --reload-on-delete rolls for that';
  if (had === undefined) return 'not in the record yet';
  return plan.do === 'record' && had !== plan.record.sources[id] && short(had) !== short(plan.record.sources[id])
    ? 'is to be recorded'
    : 'pods have it';
}

const short = (entry: Entry | undefined): string =>
  entry === undefined ? NONE : typeof entry === 'string' ? entry : entry.digest.slice(0, SHORT);

function markerOf(id: string, { markers }: Interest): string {
  const { type, name } = typeAndName(id);
  return markers.find((marker) => marker.name === variableOf(type, name))?.value.slice(0, SHORT) ?? NONE;
}
