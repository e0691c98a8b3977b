import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';

/** What is wrong with a pod: the reason alone is told of pods that exist, with its detail to who writes one. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** A pod, or the template of some. */
export interface PodLook {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: JsonObject;
}

export type PodSecurityCheck = (pod: PodLook) => Violation | undefined;

export const containersIn = (spec: JsonObject): readonly JsonObject[] =>
  ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => objectsAt(spec, list));

export const contextOf = (holder: JsonObject): JsonObject | undefined => objectAt(holder, 'securityContext');

export const nameOf = (container: JsonObject): string => textAt(container, 'name');

export const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');

export const plural = (one: string, words: readonly unknown[], many = `${one}s`): string => (words.length === 1 ? one : many);

export const sortedOnce = (words: readonly string[]): readonly string[] => [...new Set(words)].toSorted((a, b) => (a < b ? -1 : 1));

/** `container "a"`, `containers "a", "b"`. */
export const containersNamed = (names: readonly string[]): string => `${plural('container', names)} ${quoted(names)}`;

/** Who set something that is not allowed: `pod and container "a"`. */
export const setters = (pod: boolean, containers: readonly string[]): string =>
  [...(pod ? ['pod'] : []), ...(containers.length === 0 ? [] : [containersNamed(containers)])].join(' and ');

/** Names of the containers that are of this kind. */
export const namesWhere = (spec: JsonObject, is: (container: JsonObject) => boolean): readonly string[] =>
  containersIn(spec).filter(is).map(nameOf);

export const isOfUserNamespace = (spec: JsonObject): boolean => spec['hostUsers'] === false;

export const isWindows = (spec: JsonObject): boolean => textAt(objectAt(spec, 'os'), 'name') === 'windows';
