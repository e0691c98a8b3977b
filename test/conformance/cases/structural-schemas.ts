import { casesOf } from '../case.ts';
import { DEFINITIONS, towns } from '../rule-talk.ts';

const { refuses, succeeds } = casesOf('schemas of custom resources');

type Fields = Readonly<Record<string, unknown>>;

const TEXT = { type: 'string' };
const INT = { type: 'integer' };
const INT_OR_TEXT = { anyOf: [INT, TEXT] };

/** What becomes of a definition with this schema, within an object. */
const defined = (does: string, schema: Fields, make = refuses) =>
  make(does, async ({ namespace, quietly, note }) => {
    const { code, body } = await quietly('POST', `${DEFINITIONS}?dryRun=All`, towns(namespace, schema));
    note('code, message and causes', [code, body['message'] ?? '', body['details']?.['causes'] ?? []]);
  });
/** The same for the schema of its spec. */
const spec = (does: string, schema: Fields, make = refuses) => defined(does, { properties: { spec: { type: 'object', ...schema } } }, make);
const field = (does: string, schema: Fields, make = refuses) => spec(does, { properties: { a: schema } }, make);

/** What a schema has to be for the server to know each field's type. */
export const structuralSchemaCases = [
  spec('refuses types where there are alternatives', {
    properties: { a: TEXT, b: INT },
    anyOf: [
      { type: 'object', properties: { a: { type: 'string', enum: ['x'] } } },
      { type: 'object', properties: { b: { type: 'integer', minimum: 1 } } },
    ],
  }),
  spec(
    'takes fields that only alternatives have, but at the root',
    {
      oneOf: [{ required: ['a'], properties: { a: { minLength: 1 } } }, { properties: { b: { properties: { c: {} } } } }],
    },
    succeeds,
  ),
  spec('refuses free fields beside named ones', { properties: { a: TEXT }, additionalProperties: false }),
  spec('refuses a type of free fields beside named ones', { properties: { a: TEXT }, additionalProperties: TEXT }),
  spec('refuses all of it at once', {
    properties: { a: TEXT },
    additionalProperties: false,
    anyOf: [
      { type: 'object', properties: { a: { type: 'string', description: 'a' }, c: TEXT }, additionalProperties: false },
      { title: 'b', default: {}, nullable: true, 'x-kubernetes-preserve-unknown-fields': true },
    ],
    allOf: [{ not: { type: 'object', items: TEXT } }],
  }),
  spec('refuses fields, items and values without a type', {
    properties: { a: {}, b: { type: 'array', items: {} }, c: { type: 'object', additionalProperties: {} } },
  }),
  field('refuses an unknown type', { type: 'text' }),
  field('refuses a list that does not say of what', { type: 'array' }),
  field('refuses unique items', { type: 'array', uniqueItems: true, items: TEXT }),
  field('refuses references and definitions', { type: 'object', $ref: '#/a', definitions: { a: TEXT }, patternProperties: { a: TEXT } }),
  field('refuses dependencies and more items', { type: 'object', dependencies: { a: ['b'] }, additionalItems: true, id: 'a' }),
  field('takes a whole number or text with a type', { type: 'string', 'x-kubernetes-int-or-string': true }, succeeds),
  field('takes a whole number or text', { 'x-kubernetes-int-or-string': true, ...INT_OR_TEXT }, succeeds),
  field(
    'takes a whole number or text within more',
    { 'x-kubernetes-int-or-string': true, allOf: [INT_OR_TEXT, { pattern: 'a' }] },
    succeeds,
  ),
  field('refuses an embedded resource that is a text', { type: 'string', 'x-kubernetes-embedded-resource': true }),
  field('refuses an embedded resource without fields', { type: 'object', 'x-kubernetes-embedded-resource': true }),
  field('refuses a map of embedded resources', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    additionalProperties: TEXT,
  }),
  field('refuses unknown kinds of lists and maps', {
    type: 'array',
    items: TEXT,
    'x-kubernetes-list-type': 'bag',
    'x-kubernetes-map-type': 'bag',
  }),
  field('refuses a map that is a text', { type: 'string', 'x-kubernetes-map-type': 'atomic' }),
  field('refuses a kind of list of what is not one', { type: 'string', 'x-kubernetes-list-type': 'set' }),
  field('refuses keys of a list that is not keyed', { type: 'array', items: TEXT, 'x-kubernetes-list-map-keys': ['a'] }),
  field('refuses a keyed list of texts', {
    type: 'array',
    items: TEXT,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a'],
  }),
  field('refuses a keyed list without keys', {
    type: 'array',
    items: { type: 'object', properties: { a: TEXT } },
    'x-kubernetes-list-type': 'map',
  }),
  field('refuses a keyed list whose key may be absent, or is a list', {
    type: 'array',
    items: { type: 'object', properties: { a: TEXT, b: { type: 'array', items: TEXT } }, required: ['b'] },
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a', 'b', 'c', 'a'],
  }),
  field('refuses a set of objects that are not atomic', {
    type: 'array',
    items: { type: 'object', properties: { a: TEXT } },
    'x-kubernetes-list-type': 'set',
  }),
  field('refuses a pattern that cannot be read', { type: 'string', pattern: '(a' }),
  field('refuses a default of the wrong type', { type: 'integer', default: 'a' }),
  field('refuses a default with fields that are not known', { type: 'object', properties: { b: TEXT }, default: { b: 'x', c: 1 } }),
  field('takes null as no default', { type: 'string', default: null }, succeeds),
  field('refuses fields kept and not kept', { type: 'object', 'x-kubernetes-preserve-unknown-fields': false }),
  defined('refuses rules about metadata', { properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } } }),
  defined(
    'takes rules about a name',
    { properties: { metadata: { type: 'object', properties: { name: { ...TEXT, pattern: 'a' } } } } },
    succeeds,
  ),
  defined('refuses a kind that is a number', { properties: { kind: INT, apiVersion: INT, metadata: TEXT } }),
  defined('refuses a root that keeps what it does not know beside free fields', { additionalProperties: TEXT }),
  defined('refuses fields that only alternatives at the root have', {
    properties: { spec: { type: 'object', properties: { list: { type: 'array', items: { type: 'object' } } } } },
    anyOf: [{ properties: { spec: { properties: { a: { minLength: 1 }, list: { items: { properties: { b: { minimum: 1 } } } } } } } }],
    not: { properties: { other: { required: ['a'] } } },
  }),
  spec('refuses whatever only a structure may say', {
    not: {
      items: { 'x-kubernetes-embedded-resource': true, 'x-kubernetes-int-or-string': true },
      'x-kubernetes-list-type': 'atomic',
      'x-kubernetes-map-type': 'atomic',
      'x-kubernetes-list-map-keys': ['a'],
    },
  }),
  defined('refuses alternatives that speak of metadata', { anyOf: [{ properties: { metadata: { required: ['labels'] } } }] }),
];
