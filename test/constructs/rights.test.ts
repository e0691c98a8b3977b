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
  return binding.subjects.flatMap(({ name, namespace: home }) => {
    const kingdom = home === namespace ? 'its own kingdom' : 'each kingdom';
    const where = namespace === undefined ? 'every namespace' : namespace === 'civ-system' ? namespace : kingdom;
    return ((role?.['rules'] ?? []) as readonly Rule[]).map((rule) => `\`${name}\` | ${where} | ${sentence(rule)}`);
  });
});

/** What changes nothing, whatever the resource. */
const READING = new Set(['get', 'list', 'watch']);

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

  it('are bound to accounts of the same namespace, but for those of the dashboard, which reads all kingdoms', () =>
    expect(
      bindings
        .filter(
          ({ metadata, subjects }) =>
            metadata.namespace !== undefined &&
            subjects.some(
              ({ kind, name, namespace }) => kind !== 'ServiceAccount' || (namespace !== metadata.namespace && name !== 'dashboard'),
            ),
        )
        .map(({ metadata }) => metadata.name),
    ).toEqual([]));

  it('of the dashboard are to look, and never at Secrets', () => {
    const rules = bindings
      .filter(({ subjects }) => subjects.some(({ name }) => name === 'dashboard'))
      .flatMap(({ roleRef, metadata }) =>
        manifests
          .filter(
            (role) => role.kind === roleRef.kind && role.metadata.name === roleRef.name && role.metadata.namespace === metadata.namespace,
          )
          .flatMap((role) => role['rules'] as readonly Rule[]),
      );
    expect(rules.length).toBeGreaterThan(3);
    expect(rules.filter(({ verbs }) => !verbs.every((verb) => READING.has(verb)))).toEqual([]);
    expect(rules.flatMap(({ resources }) => resources).filter((resource) => /secrets|\/|\*/.test(resource))).toEqual([]);
  });

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
