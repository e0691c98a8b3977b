import { createHash, createHmac } from 'node:crypto';
import type { ConfigMap, Secret } from '../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { BLACKOUT, HOLD, POD_DELETE_MATCH, SHARE_WITH, WINDOW, type AnnotationKeys } from './annotation-keys.ts';
import type { Content } from './content.ts';
import { lastWrite } from './managed-fields.ts';
import { contentMarker } from './marker.ts';
import type { ClassMount } from './mount.ts';
import type { RollTimes } from './roll-times.ts';

/** What is kept of a source. */
export interface Source extends KubeObject {
  /** Where each pod has its own: the newest. */
  readonly content: Content;
  /** Of a SecretProviderClass: what each pod has of it. */
  readonly mounts?: readonly ClassMount[];
  /** It never triggers anything. */
  readonly ignored: boolean;
  /** Workloads that search take it. */
  readonly matches: boolean;
  /** Which pods are replaced when it changes. */
  readonly podSelector?: string;
  /** And when. */
  readonly rollTimes?: RollTimes;
  /** What is said about rolls for it, as it is written. */
  readonly hold?: string;
  /** The other namespaces whose workloads may name it. */
  readonly sharedWith?: string;
  /** In ms since 1970, to the second: its birth, and when its data was last written, or something together with it. */
  readonly createdAt?: number;
  readonly dataWrittenAt?: number;
}

/** The transform of a followed collection: whatever the server sent of the object is let go after it. */
export const sourceOf =
  (type: 'ConfigMap' | 'Secret', keys: Pick<AnnotationKeys, 'ignore' | 'match'>) =>
  (object: KubeObject): Source => {
    const { name, namespace, uid, resourceVersion, annotations, creationTimestamp } = object.metadata ?? {};
    const entries = type === 'ConfigMap' ? configMapEntries(object) : secretEntries(object);
    return {
      metadata: { name, namespace, uid, resourceVersion },
      content: {
        marker: contentMarker(entries.map(({ key, written }) => [key, written])),
        values: Object.fromEntries(entries.map(({ key, bytes }) => [key, createHash('sha256').update(bytes).digest('base64url')])),
      },
      ignored: annotations?.[keys.ignore] === 'true',
      matches: annotations?.[keys.match] === 'true',
      ...(annotations?.[POD_DELETE_MATCH] === undefined
        ? {}
        : { podSelector: annotations[POD_DELETE_MATCH], rollTimes: { window: annotations[WINDOW], blackout: annotations[BLACKOUT] } }),
      ...(annotations?.[HOLD] === undefined ? {} : { hold: annotations[HOLD] }),
      ...(annotations?.[SHARE_WITH] === undefined ? {} : { sharedWith: annotations[SHARE_WITH] }),
      createdAt: creationTimestamp === undefined ? undefined : Date.parse(creationTimestamp),
      dataWrittenAt: lastWrite(object.metadata, ['f:data'], ['f:binaryData'], ['f:stringData']),
    };
  };

interface Entry {
  readonly key: string;
  /** As Reloader hashes it. */
  readonly written: string | Buffer;
  readonly bytes: Buffer;
}

const configMapEntries = ({ data = {}, binaryData = {} }: ConfigMap): readonly Entry[] => [
  ...Object.entries(data).map(([key, value]: [string, string]) => ({ key, written: value, bytes: Buffer.from(value) })),
  ...Object.entries(binaryData).map(([key, value]: [string, string]) => ({ key, written: value, bytes: Buffer.from(value, 'base64') })),
];

const secretEntries = ({ data = {} }: Secret): readonly Entry[] =>
  Object.entries(data).map(([key, value]: [string, string]) => {
    const bytes = Buffer.from(value, 'base64');
    return { key, written: bytes, bytes };
  });

/** Which keys of a source count: all, or these. */
export type KeyChoice = 'all' | readonly string[];

/**
 * What a record says of the content: nothing that could be guessed by trying values, where there is a key. Boundaries
 * between keys and values cannot be moved without changing it.
 */
export function digestOf({ content }: Pick<Source, 'content'>, choice: KeyChoice, key: Buffer | undefined): string {
  const chosen = Object.keys(content.values)
    .filter((name) => choice === 'all' || choice.includes(name))
    .sort();
  const text = JSON.stringify(chosen.map((name) => [name, content.values[name]]));
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return hash.update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

/** 132 bits. */
const DIGEST_LENGTH = 22;

/** Would nobody see a difference between the two? */
export const sameSource = (one: Source, other: Source): boolean =>
  one.metadata?.uid === other.metadata?.uid &&
  one.content.marker === other.content.marker &&
  one.ignored === other.ignored &&
  one.matches === other.matches &&
  one.podSelector === other.podSelector &&
  one.rollTimes?.window === other.rollTimes?.window &&
  one.rollTimes?.blackout === other.rollTimes?.blackout &&
  one.hold === other.hold &&
  one.sharedWith === other.sharedWith &&
  digestOf(one, 'all', undefined) === digestOf(other, 'all', undefined);
