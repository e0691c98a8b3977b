import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { render } from '../../constructs/synth.ts';
import { realm } from '../../realm.ts';
import { manifestsOf, type Manifest } from './manifests.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

const manifests = manifestsOf(render(realm));
const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding')).map((binding) => binding as Binding);

/** One line a rule and account: who, where, what. */
const granted = bindings.flatMap((binding) => {
  const { namespace } = binding.metadata;
  const role = manifests.find(
    ({ kind, metadata }) => kind === binding.roleRef.kind && metadata.name === binding.roleRef.name && metadata.namespace === namespace,
  );
  const where = namespace === undefined ? 'every namespace' : namespace === 'civ-system' ? namespace : 'its own kingdom';
  return binding.subjects.flatMap(({ name }) =>
    ((role?.['rules'] ?? []) as readonly Rule[]).map((rule) => `\`${name}\` | ${where} | ${sentence(rule)}`),
  );
});

function sentence({ apiGroups, resources, resourceNames = [], verbs }: Rule): string {
  const kinds = resources.flatMap((resource) => apiGroups.map((group) => titleOf(resource, group)));
  return [verbs.toSorted().join(', '), ...kinds, ...resourceNames].join(' ');
}

/** As kubectl says it: `deployments.apps/scale`. */
function titleOf(resource: string, group: string): string {
  const [plural, ...subresource] = resource.split('/');
  return [group === '' ? plural : `${plural}.${group}`, ...subresource].join('/');
}

describe('the rights of each account', () => {
  it('are what docs/security.md says', () => {
    const section = readFileSync('docs/security.md', 'utf8')
      .split('\n## ')
      .find((part) => part.startsWith('What each account may do'));
    const rows = [...(section ?? '').matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) => row);
    expect(rows.sort()).toEqual(granted.sort());
  });

  it('are bound to accounts of the same namespace', () =>
    expect(
      bindings
        .filter(
          ({ metadata, subjects }) =>
            metadata.namespace !== undefined &&
            subjects.some(({ kind, namespace }) => kind !== 'ServiceAccount' || namespace !== metadata.namespace),
        )
        .map(({ metadata }) => metadata.name),
    ).toEqual([]));

  it('are held by accounts that exist, and that mount no token by themselves', () => {
    const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.filter((account) => account['automountServiceAccountToken'] !== false)).toEqual([]);
    const known = new Set(accounts.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
    expect(
      bindings
        .flatMap(({ subjects }) => subjects)
        .map(({ namespace, name }) => `${namespace}/${name}`)
        .filter((name) => !known.has(name)),
    ).toEqual([]);
  });
});
