import type { JsonPatchStep } from '../../../kube/client/client.ts';
import { LAST_RELOADED_FROM } from '../seen/annotation-keys.ts';
import type { Interest, Workload } from '../seen/workload.ts';
import type { TemplateChange } from '../decide/template-change.ts';

/** The steps of a JSON patch: each change stands behind a test that what it changes is still what was decided on. */
export type Steps = readonly JsonPatchStep[];

const test = (path: string, value: unknown): JsonPatchStep => ({ op: 'test', path, value });
const add = (path: string, value: unknown): JsonPatchStep => ({ op: 'add', path, value });
const keyed = (parent: string, key: string): string => `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
const ANNOTATIONS = '/metadata/annotations';

/** It is the very object, and has a place for annotations. What is absent equals null. */
export const sameObject = ({ metadata, interest }: Workload): Steps => [
  test('/metadata/uid', metadata?.uid),
  ...(interest?.layout.hasAnnotations === false ? [test(ANNOTATIONS, null), add(ANNOTATIONS, {})] : []),
];

/** From one value to another; undefined: there is none. */
export function annotationStep(key: string, before: string | undefined, after: string | undefined): Steps {
  const path = keyed(ANNOTATIONS, key);
  const found = test(path, before ?? null);
  if (after !== undefined) return [found, add(path, after)];
  return before === undefined ? [found] : [found, { op: 'remove', path }];
}

/** What is false is not always there. */
export const pauseSteps = (paused: boolean): Steps => [...(paused ? [] : [test('/spec/paused', true)]), add('/spec/paused', paused)];

/** Of the pod template: its variables one by one, wherever they are in their lists, so that no other is moved or lost. */
export const templateSteps = ({ variables, reloadedFrom }: TemplateChange, interest: Interest): Steps => [
  ...(reloadedFrom === undefined ? [] : reloadedFromSteps(reloadedFrom, interest)),
  ...interest.layout.containers.flatMap(({ name, hasVariables }, at) => {
    const own = variables.filter(({ container }) => container === name);
    return own.length === 0 ? [] : containerSteps(`${TEMPLATE}/spec/containers/${at}`, { name, hasVariables, own, interest });
  }),
];

const TEMPLATE = '/spec/template';

function reloadedFromSteps(value: string, { reloadedFrom, layout }: Interest): Steps {
  const [metadata, annotations] = [`${TEMPLATE}/metadata`, `${TEMPLATE}/metadata/annotations`];
  if (!layout.hasTemplateMetadata) return [test(metadata, null), add(metadata, { annotations: { [LAST_RELOADED_FROM]: value } })];
  if (!layout.hasTemplateAnnotations) return [test(annotations, null), add(annotations, { [LAST_RELOADED_FROM]: value })];
  const path = keyed(annotations, LAST_RELOADED_FROM);
  return [test(path, reloadedFrom ?? null), add(path, value)];
}

interface ContainerChange {
  readonly name: string;
  readonly hasVariables: boolean;
  readonly own: TemplateChange['variables'];
  readonly interest: Interest;
}

function containerSteps(path: string, { name, hasVariables, own, interest }: ContainerChange): Steps {
  const there = interest.markers.filter((marker) => marker.container === name && own.some((variable) => variable.name === marker.name));
  const isThere = there.flatMap(({ at, name: known, value }) => [
    test(`${path}/env/${at}/name`, known),
    test(`${path}/env/${at}/value`, value),
  ]);
  const found = (variable: string) => there.filter((marker) => marker.name === variable);
  // Of two of one name the last one counts.
  const set = own.flatMap(({ name: variable, value }) =>
    found(variable)
      .slice(-1)
      .flatMap(({ at }) => (value === undefined ? [] : [{ op: 'replace' as const, path: `${path}/env/${at}/value`, value }])),
  );
  const isRemoved = (variable: string) => own.some((change) => change.name === variable && change.value === undefined);
  // From the end on, so that no index moves before its turn.
  const removed = there
    .filter((marker) => isRemoved(marker.name))
    .map(({ at }) => at)
    .sort((one, other) => other - one);
  const fresh = own.filter((variable) => variable.value !== undefined && found(variable.name).length === 0);
  const list = `${path}/env`;
  return [
    test(`${path}/name`, name),
    ...isThere,
    ...set,
    ...removed.map((at): JsonPatchStep => ({ op: 'remove', path: `${list}/${at}` })),
    ...(fresh.length > 0 && !hasVariables ? [test(list, null), add(list, [])] : []),
    ...fresh.map(({ name: variable, value }) => add(`${list}/-`, { name: variable, value })),
  ];
}
