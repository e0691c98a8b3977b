import { loadAll } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { profileEnvironment, withProfile } from './profile/profiling.ts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly env?: readonly { readonly name: string; readonly value?: string }[] }[] };
    };
  };
}

/** The environment that the manifest gives to a controller or a shop's worker, as far as it is written there. */
export function deployedEnvironment(name: string, file: string = 'civ-system'): Readonly<Record<string, string>> {
  const manifests = loadAll(readFileSync(`dist/${file}.k8s.yaml`, 'utf8')) as Manifest[];
  const deployment = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  const written: Readonly<Record<string, string>> = Object.fromEntries(
    (deployment?.spec.template.spec.containers[0]?.env ?? []).flatMap(({ name: variable, value }) =>
      value === undefined ? [] : [[variable, value]],
    ),
  );
  return { ...written, ...profileEnvironment(), NODE_OPTIONS: withProfile(written['NODE_OPTIONS']) };
}
