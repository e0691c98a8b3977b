import type { ConfigMap, Pod, Secret } from '../../../kube/objects/built-in.ts';
import type { VolumeFiles } from './volume-files.ts';

type Volume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];
type Items = readonly { readonly key: string; readonly path: string; readonly mode?: number }[] | undefined;

export interface VolumeSources {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
  /** The folder that stands behind a claim; undefined while it has none. */
  claim(name: string): string | undefined;
  /** A token bound to the pod, for an audience; made before it is asked for. */
  readonly token: string;
  readonly caCertificate: string;
}

export type VolumeContent =
  | { readonly kind: 'empty' }
  /** It is there already, and stays when the pod goes. */
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'files'; readonly files: VolumeFiles }
  /** Something it needs is not there (yet). */
  | { readonly kind: 'missing'; readonly problem: string }
  | { readonly kind: 'unsupported'; readonly problem: string };

/** What a volume holds, as far as a process on this machine can be given it. */
export function contentOf(pod: Pod, volume: Volume, sources: VolumeSources): VolumeContent {
  if (volume.emptyDir) return { kind: 'empty' };
  if (volume.configMap)
    return fromMap('configmap', volume.configMap.name ?? '', sources.configMap(volume.configMap.name ?? ''), volume.configMap);
  if (volume.secret)
    return fromMap('secret', volume.secret.secretName ?? '', sources.secret(volume.secret.secretName ?? ''), volume.secret);
  if (volume.persistentVolumeClaim) {
    const folder = sources.claim(volume.persistentVolumeClaim.claimName);
    return folder === undefined
      ? {
          kind: 'missing',
          problem: `persistentvolumeclaim "${volume.persistentVolumeClaim.claimName}" is not bound to a volume of this machine`,
        }
      : { kind: 'folder', folder };
  }
  if (volume.projected) return projected(pod, volume, sources);
  if (volume.downwardAPI) return { kind: 'files', files: downward(pod, volume.downwardAPI.items, volume.downwardAPI.defaultMode ?? 0o644) };
  const kind = Object.keys(volume).find((key) => key !== 'name') ?? 'nothing';
  return { kind: 'unsupported', problem: `volume "${volume.name}" is of kind ${kind}, which a process on this machine cannot mount` };
}

interface MapSource {
  readonly items?: Items;
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

function fromMap(
  kind: 'configmap' | 'secret',
  name: string,
  object: ConfigMap | Secret | undefined,
  { items, optional = false, defaultMode = 0o644 }: MapSource,
): VolumeContent {
  if (object === undefined)
    return optional ? { kind: 'files', files: new Map() } : { kind: 'missing', problem: `${kind} "${name}" not found` };
  const all = bytesOf(kind, object);
  if (items === undefined || items.length === 0)
    return { kind: 'files', files: new Map([...all].map(([key, bytes]) => [key, { bytes, mode: defaultMode }])) };
  const chosen = items.map(({ key, path, mode = defaultMode }) => ({ key, path, mode, bytes: all.get(key) }));
  const absent = chosen.find(({ bytes }) => bytes === undefined);
  if (absent && !optional) return { kind: 'missing', problem: `${kind} "${name}" has no key "${absent.key}"` };
  return {
    kind: 'files',
    files: new Map(chosen.flatMap(({ path, mode, bytes }) => (bytes === undefined ? [] : [[path, { bytes, mode }]]))),
  };
}

function bytesOf(kind: 'configmap' | 'secret', object: ConfigMap | Secret): Map<string, Uint8Array> {
  const texts = Object.entries(object.data ?? {}).map(([key, value]): [string, Uint8Array] => [
    key,
    Buffer.from(value, kind === 'secret' ? 'base64' : 'utf8'),
  ]);
  const binaries =
    'binaryData' in object
      ? Object.entries(object.binaryData ?? {}).map(([key, value]): [string, Uint8Array] => [key, Buffer.from(value, 'base64')])
      : [];
  return new Map([...texts, ...binaries]);
}

function projected(pod: Pod, volume: Volume, sources: VolumeSources): VolumeContent {
  const { sources: parts = [], defaultMode = 0o644 } = volume.projected ?? {};
  const files = new Map<string, { bytes: Uint8Array; mode: number }>();
  for (const part of parts ?? []) {
    if (part.serviceAccountToken) {
      files.set(part.serviceAccountToken.path, { bytes: Buffer.from(sources.token), mode: 0o600 });
      continue;
    }
    const content: VolumeContent = part.configMap
      ? part.configMap.name === 'kube-root-ca.crt' && sources.configMap('kube-root-ca.crt') === undefined
        ? { kind: 'files', files: new Map([['ca.crt', { bytes: Buffer.from(sources.caCertificate), mode: defaultMode }]]) }
        : fromMap('configmap', part.configMap.name ?? '', sources.configMap(part.configMap.name ?? ''), { ...part.configMap, defaultMode })
      : part.secret
        ? fromMap('secret', part.secret.name ?? '', sources.secret(part.secret.name ?? ''), { ...part.secret, defaultMode })
        : part.downwardAPI
          ? { kind: 'files', files: downward(pod, part.downwardAPI.items, defaultMode) }
          : {
              kind: 'unsupported',
              problem: `volume "${volume.name}" projects ${Object.keys(part).join(', ')}, which a process on this machine cannot mount`,
            };
    if (content.kind !== 'files') return content;
    for (const [path, file] of content.files) files.set(path, file);
  }
  return { kind: 'files', files };
}

type DownwardItems = readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[] | undefined;

function downward({ metadata }: Pod, items: DownwardItems, mode: number): VolumeFiles {
  const pairs = (map: Readonly<Record<string, string>> = {}) =>
    Object.entries(map)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n');
  const text = (path: string): string => {
    const fields: Readonly<Record<string, string | undefined>> = {
      'metadata.name': metadata?.name,
      'metadata.namespace': metadata?.namespace,
      'metadata.uid': metadata?.uid,
      'metadata.labels': pairs(metadata?.labels),
      'metadata.annotations': pairs(metadata?.annotations),
    };
    return fields[path] ?? '';
  };
  return new Map((items ?? []).map(({ path, fieldRef }) => [path, { bytes: Buffer.from(text(fieldRef?.fieldPath ?? '')), mode }]));
}
