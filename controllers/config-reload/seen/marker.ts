import { createHash } from 'node:crypto';
import type { SourceType } from './source-type.ts';

/** The markers that Reloader leaves on a pod template, byte for byte: who changes from one to the other restarts nothing. */
const MARKER_TYPE: Readonly<Record<SourceType, string>> = {
  ConfigMap: 'CONFIGMAP',
  Secret: 'SECRET',
  SecretProviderClass: 'SECRETPROVIDERCLASS',
};

/** What stands for the content of a source that was deleted. */
export const DELETED = 'aae45badef99284e4dae01d6046154ea9d99532f';

export const markerType = (type: SourceType): string => MARKER_TYPE[type];

/** The SHA-1 of `key=value` for each entry, sorted by bytes and joined by `;`. */
export function contentMarker(entries: readonly (readonly [key: string, value: string | Buffer])[]): string {
  const lines = entries
    .map(([key, value]) => Buffer.concat([Buffer.from(`${key}=`), typeof value === 'string' ? Buffer.from(value) : value]))
    .sort(Buffer.compare);
  const hash = createHash('sha1');
  lines.forEach((line, at) => hash.update(at === 0 ? line : Buffer.concat([SEMICOLON, line])));
  return hash.digest('hex');
}

const SEMICOLON = Buffer.from(';');

/**
 * The environment variable that the strategy `env-vars` writes: `STAKATER_WWW_STAKATER_COM_CONFIGMAP`. That of `a/x` must not
 * be that of `a-x`, and does not grow with two names.
 */
export function variableOf(type: SourceType, name: string): string {
  const words = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^_/, '');
  const short = name.includes('/') ? `${words.slice(0, MOST_OF_A_NAME)}_${hashOf(name)}` : words;
  return `${VARIABLE_PREFIX}${short}_${MARKER_TYPE[type]}`;
}

const MOST_OF_A_NAME = 40;
const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8).toUpperCase();

export const VARIABLE_PREFIX = 'STAKATER_';

export interface ReloadedFrom {
  readonly type: string;
  readonly name: string;
  readonly namespace: string;
  readonly hash: string;
  readonly containerRefs: readonly string[];
  /** Seconds since 1970. */
  readonly observedAt: number;
}

/** The value that the strategy `annotations` writes; the order of its keys is part of it. */
export const renderReloadedFrom = ({ type, name, namespace, hash, containerRefs, observedAt }: ReloadedFrom): string =>
  JSON.stringify({ type, name, namespace, hash, containerRefs, observedAt });

/** Undefined for anything that is not such a value. */
export function parseReloadedFrom(text: string | undefined): Pick<ReloadedFrom, 'type' | 'name' | 'namespace' | 'hash'> | undefined {
  if (text === undefined) return undefined; // most often: an error that is thrown and caught costs as much as a look at a workload
  try {
    const { type, name, namespace = '', hash } = JSON.parse(text) as Partial<ReloadedFrom>;
    if (typeof type !== 'string' || typeof name !== 'string' || typeof namespace !== 'string' || typeof hash !== 'string') return undefined;
    return { type, name, namespace, hash };
  } catch {
    return undefined;
  }
}
