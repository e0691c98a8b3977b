import { until } from '../until.ts';
import type { Session } from './session.ts';

type Fields = Readonly<Record<string, unknown>>;

export const rule = (text: string, more: Fields = {}): Fields => ({ rule: text, ...more });
export const ruled = (schema: Fields, ...rules: readonly Fields[]): Fields => ({ ...schema, 'x-kubernetes-validations': rules });
export const INT = { type: 'integer' };
export const TEXT = { type: 'string', maxLength: 100 };

export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const groupOf = (namespace: string) => `${namespace}.example.com`;
const nameOf = (namespace: string) => `towns.${groupOf(namespace)}`;

/** A definition of towns whose schema is `schema`, within an object. */
export const towns = (namespace: string, schema: Fields, status = false) => ({
  metadata: { name: nameOf(namespace) },
  spec: {
    group: groupOf(namespace),
    scope: 'Namespaced',
    names: { plural: 'towns', kind: 'Town' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        ...(status ? { subresources: { status: {} } } : {}),
        schema: { openAPIV3Schema: { type: 'object', ...schema } },
      },
    ],
  },
});

export const town = (namespace: string, name: string, fields: Fields) => ({
  apiVersion: `${groupOf(namespace)}/v1`,
  kind: 'Town',
  metadata: { name },
  ...fields,
});

const townsAt = (namespace: string) => `/apis/${groupOf(namespace)}/v1/namespaces/${namespace}/towns`;

/** The schema of a spec with these properties, and rules about it. */
export const specOf = (properties: Fields, rules: readonly Fields[] = [], more: Fields = {}): Fields => ({
  properties: { spec: { type: 'object', properties, 'x-kubernetes-validations': rules, ...more } },
});

/** Defines towns, waits until they are served, and takes them away after the talk. */
export async function underRules(
  { namespace, quietly }: Session,
  schema: Fields,
  talk: (at: string) => Promise<void>,
  status = false,
): Promise<void> {
  const at = townsAt(namespace);
  await quietly('POST', DEFINITIONS, towns(namespace, schema, status));
  await until('towns to be served', async () => (await quietly('GET', at)).code === 200);
  await until('towns to be taken', async () => (await quietly('POST', `${at}?dryRun=All`, town(namespace, 'probe', {}))).code !== 404);
  try {
    await talk(at);
  } finally {
    await quietly('DELETE', `${DEFINITIONS}/${nameOf(namespace)}`);
  }
}

/** Replaces the schema, and waits until a town that it refuses is refused. */
export async function redefined({ namespace, quietly }: Session, schema: Fields, refused: Fields, status = false): Promise<void> {
  const { body } = await quietly('GET', `${DEFINITIONS}/${nameOf(namespace)}`);
  const { spec } = towns(namespace, schema, status);
  await quietly('PUT', `${DEFINITIONS}/${nameOf(namespace)}`, { ...body, spec });
  const probe = async () => (await quietly('POST', `${townsAt(namespace)}?dryRun=All`, town(namespace, 'probe', refused))).code;
  await until('the other schema to be in force', async () => (await probe()) === 422);
}

const SHARED = 'rules';

export const sharedTown = (name: string, fields: Fields) => town(SHARED, name, fields);

/** The towns of a definition that stays: the first case defines it. */
export async function sharedTowns({ namespace, quietly }: Session, schema: Fields): Promise<string> {
  const at = `/apis/${groupOf(SHARED)}/v1/namespaces/${namespace}/towns`;
  await quietly('POST', DEFINITIONS, towns(SHARED, schema));
  await until('towns to be taken', async () => (await quietly('POST', `${at}?dryRun=All`, sharedTown('probe', {}))).code === 201);
  return at;
}
