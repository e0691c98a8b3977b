import { createHash } from 'node:crypto';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { CoreV1PodTemplateSpec as PodTemplate } from '../../../kube/objects/kinds/core-v1.ts';
import { LAST_RELOADED_FROM } from '../seen/annotation-keys.ts';
import type { SourceChange } from './compare.ts';
import { isOf } from './markers.ts';
import type { ReloadStrategy } from './policy.ts';
import { located } from '../seen/elsewhere.ts';
import { markerType, parseReloadedFrom, renderReloadedFrom, variableOf } from '../seen/marker.ts';
import { SOURCE_TYPES, sourceId, typeAndName, type SourceType } from '../seen/source-type.ts';
import type { Interest, Marker } from '../seen/workload.ts';

/** What is written to a pod template so that it rolls. */
export interface TemplateChange {
  /** Without a value it is taken away. */
  readonly variables: readonly { readonly container: string; readonly name: string; readonly value?: string }[];
  readonly reloadedFrom?: string;
}

/** What has a Rollout recreate its pods as they are: those that are older than this. */
export interface Restart {
  readonly restartAt: string;
}

/** A pod's age is known to the second, rounded down: only from the next full second on are all pods of now older. */
export const restart = (wall: number): Restart => ({ restartAt: timestamp((Math.floor(wall / 1_000) + 1) * 1_000) });

/** Undefined where the template says all of it already: somebody else was faster. */
export function templateChange(
  interest: Interest,
  changes: readonly SourceChange[],
  strategy: ReloadStrategy,
  { namespace, seconds }: { readonly namespace: string; readonly seconds: number },
): TemplateChange | undefined {
  if (strategy === 'annotations') return byAnnotation(interest, changes.at(-1), namespace, seconds);
  const variables = changes.flatMap((change) => variablesFor(change, interest));
  return variables.length === 0 ? undefined : { variables: oncePerVariable(variables) };
}

/** Names of sources that differ by `-` and `.` alone share a variable: when several change, it stands for all of them. */
function oncePerVariable(variables: TemplateChange['variables']): TemplateChange['variables'] {
  const groups = Map.groupBy(variables, ({ container, name }) => `${container} ${name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const values = group.flatMap(({ value }) => value ?? []);
    if (first === undefined || group.length === 1) return group;
    return [values.length === 0 ? first : { ...first, value: createHash('sha1').update(values.join(' ')).digest('hex') }];
  });
}

/** The change, and with it the end of variables of sources that the workload has nothing to do with any more. They alone are no reason to roll. */
export const tidied = (
  change: TemplateChange,
  { references, wishes, markers }: Interest,
  recorded: readonly string[],
  types: readonly SourceType[],
): TemplateChange => {
  const named = SOURCE_TYPES.flatMap((type) =>
    [...wishes[type].named.names, ...wishes[type].named.elsewhere].map((name) => sourceId(type, name)),
  );
  const live = new Set(
    [...recorded, ...named, ...references.map(({ id }) => id)].map((id) => variableOf(typeAndName(id).type, typeAndName(id).name)),
  );
  const isMarker = ({ name, value }: Marker) => types.some((type) => name.endsWith(`_${markerType(type)}`)) && MARKER.test(value);
  const stale = markers.filter((marker) => isMarker(marker) && !live.has(marker.name));
  return { ...change, variables: [...change.variables, ...stale.map(({ container, name }) => ({ container, name }))] };
};

/** Something else may be called like a marker. */
const MARKER = /^[0-9a-f]{40}$/;

function variablesFor({ id, cause, marker, container }: SourceChange, { markers }: Interest): TemplateChange['variables'] {
  const { type, name } = typeAndName(id);
  const variable = variableOf(type, name);
  const there = markers.filter((known) => known.name === variable);
  // To take the variable away rolls the pods; where none is left to take, one has to be written.
  if (cause === 'deleted' && there.length > 0) return there.map((known) => ({ container: known.container, name: variable }));
  return there.some((known) => known.container === container && known.value === marker)
    ? []
    : [{ container, name: variable, value: marker }];
}

/** Only the last source has a place there. */
function byAnnotation(
  { reloadedFrom }: Interest,
  change: SourceChange | undefined,
  own: string,
  seconds: number,
): TemplateChange | undefined {
  if (change === undefined) return undefined;
  const last = parseReloadedFrom(reloadedFrom);
  if (last?.hash === change.marker && isOf(last, change.id, own)) return undefined;
  const { type, namespace, name } = located(change.id, own);
  return {
    variables: [],
    reloadedFrom: renderReloadedFrom({
      type: markerType(type),
      name,
      namespace,
      hash: change.marker,
      containerRefs: [change.container],
      observedAt: seconds,
    }),
  };
}

/** A template with the change made. */
export function withChange(template: PodTemplate, { variables, reloadedFrom }: TemplateChange): PodTemplate {
  const annotations =
    reloadedFrom === undefined ? template.metadata?.annotations : { ...template.metadata?.annotations, [LAST_RELOADED_FROM]: reloadedFrom };
  const containers = template.spec?.containers.map((container) => {
    const own = variables.filter((variable) => variable.container === container.name);
    const others = (container.env ?? []).filter(({ name }) => !own.some((variable) => variable.name === name));
    return own.length === 0
      ? container
      : { ...container, env: [...others, ...own.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]))] };
  });
  return { ...template, metadata: { ...template.metadata, annotations }, spec: { ...template.spec, containers: containers ?? [] } };
}
