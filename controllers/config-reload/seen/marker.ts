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

/** The environment variable that the strategy `env-vars` writes: `STAKATER_WWW_STAKATER_COM_CONFIGMAP`. */
export const variableOf = (type: SourceType, name: string): string =>
  `${VARIABLE_PREFIX}${name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^_/, '')}_${MARKER_TYPE[type]}`;

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
export function parseReloadedFrom(text: string | undefined): Pick<ReloadedFrom, 'type' | 'name' | 'hash'> | undefined {
  try {
    const { type, name, hash } = JSON.parse(text ?? '') as Partial<ReloadedFrom>;
    return typeof type === 'string' && typeof name === 'string' && typeof hash === 'string' ? { type, name, hash } : undefined;
  } catch {
    return undefined;
  }
}
