import { loadAll } from 'js-yaml';
import type { RenderedFile } from '../../constructs/render-charts.ts';

/** An object of a manifest, as far as tests look into it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export const manifestsOf = (files: readonly RenderedFile[]): readonly Manifest[] =>
  files.flatMap(({ text }) => loadAll(text) as Manifest[]);

export const nameOf = ({ kind, metadata }: Manifest): string =>
  [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join(' ');

/** The one object of this kind and name. */
export function the(kind: string, name: string, manifests: readonly Manifest[]): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`${found.length} objects are ${kind} ${name} of ${manifests.map(nameOf).join(', ')}`);
  return found[0];
}
