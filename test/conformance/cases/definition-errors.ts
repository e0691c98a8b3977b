import { listOrEmpty, objectOrEmpty } from '../../../ground/json/json.ts';
import { until } from '../../until.ts';
import { casesOf, type Case } from '../case.ts';
import { DEFINITIONS, towns } from '../rule-talk.ts';

const custom = casesOf('custom resources');

type Fields = Readonly<Record<string, unknown>>;

const definition = (namespace: string, spec: Fields = {}, version: Fields = {}, metadata: Fields = {}) => {
  const { metadata: named, spec: whole } = towns(namespace, {});
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { ...named, ...metadata },
    spec: { ...whole, versions: whole.versions.map((each) => ({ ...each, ...version })), ...spec },
  };
};
const LONG = 'a'.repeat(64);
const NAMES = { plural: 'towns', kind: 'Town' };

export const definitionErrorCases: readonly Case[] = [
  custom.refuses('refuses names that cannot be', async ({ namespace, ask }) => {
    const group = `${namespace}.example.com`;
    for (const names of [
      { plural: LONG, kind: 'Town' },
      { plural: 'towns', kind: LONG },
      { plural: 'towns', kind: 'Town', singular: 'T o', listKind: 'Town' },
      { plural: 'towns', kind: 'Town', shortNames: ['UP', 'ok'], categories: ['UP', LONG] },
    ])
      await ask('POST', DEFINITIONS, definition(namespace, { names }, {}, { name: `${names.plural}.${group}` }));
    await ask('POST', DEFINITIONS, definition(namespace, { group: 'x'.repeat(254) }));
    await ask('POST', DEFINITIONS, definition(namespace, { group: 'one' }, {}, { name: 'towns.one' }));
    await ask('POST', DEFINITIONS, definition(namespace, {}, {}, { name: 'UP' }));
    await ask('POST', DEFINITIONS, definition(namespace, {}, {}, { name: 'a'.repeat(260) }));
    await ask('POST', DEFINITIONS, { ...definition(namespace), spec: {} });
  }),
  custom.refuses('refuses versions that cannot be', async ({ namespace, ask }) => {
    for (const version of [
      { name: 'V1' },
      { deprecationWarning: 'gone soon' },
      { deprecated: true, deprecationWarning: '' },
      { deprecated: true, deprecationWarning: 'x'.repeat(257) },
      { subresources: { scale: { specReplicasPath: '.status.size', statusReplicasPath: 'spec', labelSelectorPath: '.x[0]' } } },
      { subresources: { scale: {} } },
      {
        additionalPrinterColumns: [
          { name: '', type: 'float', jsonPath: 'x' },
          { name: 'a', type: 'integer', format: 'none', jsonPath: '' },
        ],
      },
      { selectableFields: [{ jsonPath: '' }, { jsonPath: 'spec' }, { jsonPath: '.spec.none' }] },
      { storage: false },
    ])
      await ask('POST', DEFINITIONS, definition(namespace, {}, version));
    const two = (second: Fields) => {
      const { spec, ...rest } = definition(namespace);
      return { ...rest, spec: { ...spec, versions: [...spec.versions, { ...spec.versions[0], ...second }] } };
    };
    await ask('POST', DEFINITIONS, two({}));
    await ask('POST', DEFINITIONS, two({ name: 'v2' }));
    await ask('POST', DEFINITIONS, two({ name: 'V2', storage: false, schema: undefined }));
  }),
  custom.refuses('refuses what is not of this time, or not approved', async ({ namespace, ask }) => {
    await ask('POST', DEFINITIONS, definition(namespace, { scope: 'World' }));
    await ask('POST', DEFINITIONS, definition(namespace, { scope: '' }));
    await ask('POST', DEFINITIONS, definition(namespace, { preserveUnknownFields: true }));
    const group = `${namespace}.k8s.io`;
    await ask('POST', DEFINITIONS, definition(namespace, { group }, {}, { name: `towns.${group}` }));
    const approved = (value: string) => ({ name: `towns.${group}`, annotations: { 'api-approved.kubernetes.io': value } });
    await ask('POST', DEFINITIONS, definition(namespace, { group }, {}, approved('nonsense')));
    await ask('POST', `${DEFINITIONS}?dryRun=All`, definition(namespace, { group }, {}, approved('unapproved, for a test')));
  }),
  custom.refuses('refuses to change what others rely on', async ({ namespace, ask, quietly }) => {
    const at = `${DEFINITIONS}/towns.${namespace}.example.com`;
    await quietly('POST', DEFINITIONS, definition(namespace));
    await until('the definition to be established', async () => {
      const { body } = await quietly('GET', at);
      const conditions = body['status']?.['conditions'];
      return Array.isArray(conditions) && conditions.some((each: Fields) => each['type'] === 'Established' && each['status'] === 'True');
    });
    const { body } = await quietly('GET', at);
    const spec = objectOrEmpty(body['spec']);
    const [version] = listOrEmpty(spec['versions']);
    await ask('PUT', at, { ...body, spec: { ...spec, scope: 'Cluster' } });
    await ask('PUT', at, { ...body, spec: { ...spec, group: 'other.example.com' } });
    await ask('PUT', at, { ...body, spec: { ...spec, names: { ...NAMES, kind: 'City', singular: 'city', listKind: 'CityList' } } });
    await ask('PUT', at, { ...body, spec: { ...spec, names: { ...objectOrEmpty(spec['names']), plural: 'cities' } } });
    await ask('PUT', at, { ...body, spec: { ...spec, versions: [{ ...objectOrEmpty(version), name: 'v2' }] } });
    await quietly('DELETE', at);
  }),
];
