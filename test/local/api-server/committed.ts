import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** A manifest of dist/, as it is committed. */
export function committed(kind: string, name: string): object {
  const dist = new URL('../../../dist/', import.meta.url);
  const manifests = readdirSync(dist)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => loadAll(readFileSync(new URL(file, dist), 'utf8')) as Manifest[]);
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`dist/ has no ${kind} ${name}: run npm run synth`);
  return found;
}
