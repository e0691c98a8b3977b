import { describe, expect, it } from '@jest/globals';
import { z, type ZodType } from 'zod';
import { KindError } from '../../kinds/kind-error.ts';
import { kind } from '../../kinds/kind.ts';
import type { Of } from '../../kinds/kind-resource.ts';
import { keyedBy, setOf } from '../../kinds/lists.ts';
import { immutable, rule } from '../../kinds/rule.ts';

const Website = kind({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  shortNames: ['web'],
  spec: z.object({ html: z.string().max(100_000), replicas: z.int().min(0).max(10).default(1) }),
  status: z.object({ readyReplicas: z.int().optional() }),
  conditions: ['Ready'],
  columns: {
    Replicas: '.spec.replicas',
    Ready: '.status.conditions[?(@.type=="Ready")].status',
    Age: { path: '.metadata.creationTimestamp', wide: true },
  },
  rules: [rule("self.replicas <= 5 || self.html != ''", 'many replicas need a page')],
});
const [version] = Website.definition().spec.versions;
const schema = version?.schema?.openAPIV3Schema;

describe('a kind', () => {
  it('is a resource', () =>
    expect(Website).toMatchObject({ group: 'example.com', version: 'v1', plural: 'websites', kind: 'Website', namespaced: true }));

  it('has the type of its objects', () => {
    const site: Of<typeof Website> = {
      spec: { html: '', replicas: 1 },
      status: { conditions: [{ type: 'Ready', status: 'True', reason: 'A', message: '', lastTransitionTime: '' }] },
    };
    // @ts-expect-error no Website has replicsa
    const wrong: Of<typeof Website>['spec'] = { html: '', replicas: 1, replicsa: 2 };
    // @ts-expect-error it has no such condition
    const other: NonNullable<Of<typeof Website>['status']> = { conditions: [{ ...site.status?.conditions?.[0], type: 'Reddy' }] };
    expect([site, wrong, other]).toHaveLength(3);
  });

  it('has a definition, with its names, columns and rules', () => {
    expect(Website.definition()).toMatchObject({
      metadata: { name: 'websites.example.com' },
      spec: {
        scope: 'Namespaced',
        names: { kind: 'Website', plural: 'websites', singular: 'website', listKind: 'WebsiteList', shortNames: ['web'] },
      },
    });
    expect(version?.additionalPrinterColumns).toEqual([
      { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
      { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 1 },
    ]);
    expect(schema?.required).toEqual(['spec']);
    expect(schema?.properties?.['spec']).toEqual({
      type: 'object',
      required: ['html'],
      properties: { html: { type: 'string', maxLength: 100_000 }, replicas: { type: 'integer', minimum: 0, maximum: 10, default: 1 } },
      'x-kubernetes-validations': [{ rule: "self.replicas <= 5 || self.html != ''", message: 'many replicas need a page' }],
    });
    expect(Object.keys(schema?.properties?.['status']?.properties ?? {})).toEqual(['readyReplicas', 'observedGeneration', 'conditions']);
  });

  it.each([
    ['Policy', 'policies'],
    ['Mesh', 'meshes'],
    ['Gateway', 'gateways'],
  ])('called %s has %s', (name, plural) =>
    expect(kind({ group: 'example.com', version: 'v1', kind: name, spec: z.object({}) }).plural).toBe(plural),
  );

  it('reads an object: defaults are filled in, unknown fields left out, nulls are as good as nothing', () =>
    expect(
      Website.parse({ metadata: { name: 'a' }, spec: { html: '', replicas: null, more: 1 }, status: { observedGeneration: 2 } }),
    ).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Website',
      metadata: { name: 'a' },
      spec: { html: '', replicas: 1 },
      status: { observedGeneration: 2 },
    }));

  it('says all that is wrong with an object', () =>
    expect(() => Website.parse({ apiVersion: 'v1', spec: { html: 1, replicas: 11 } })).toThrow(
      new KindError('this is not a Website', [
        'apiVersion: it is not example.com/v1',
        'spec.html: Invalid input: expected string, received number',
        'spec.replicas: Too big: expected number to be <=10',
      ]),
    ));

  it('cannot have names that Kubernetes does not take', () =>
    expect(() => kind({ group: 'example', version: '1', kind: 'web', spec: z.object({}) })).toThrow(
      new KindError('the kind web cannot be declared', [
        'group: "example" is not a domain: give one with a dot, as in example.com',
        'version: "1" is not a name for a version: give one such as v1',
        'kind: "web" is not in CamelCase: give a name such as Website',
      ]),
    ));
});

const REFUSED: readonly (readonly [string, ZodType, string])[] = [
  ['a check without a rule', z.string().refine(() => true), 'spec.x: a check without a rule'],
  ['a transform', z.string().transform((text) => text.length), 'spec.x: z.pipe'],
  ['a change', z.string().trim(), 'spec.x: a change of the value'],
  ['a date', z.date(), 'spec.x: z.date'],
  ['a bigint', z.bigint(), 'spec.x: z.bigint'],
  ['a union without a discriminator', z.union([z.string(), z.boolean()]), 'spec.x: a union'],
  ['a lookahead', z.string().regex(/a(?!b)/), 'spec.x: the pattern /a(?!b)/'],
  ['a format without a pattern', z.url(), 'spec.x: the format url'],
  ['further fields', z.object({ a: z.string() }).catchall(z.int()), 'spec.x: further fields'],
  ['checked names', z.record(z.string().min(2), z.int()), 'spec.x: names that are checked'],
  ['a set of objects', setOf(z.array(z.object({}))), 'spec.x: a set of what is more than'],
  ['a key that may be absent', keyedBy(z.array(z.object({ a: z.string().optional() })), 'a'), 'spec.x[].a: a key'],
  [
    'a check after optional',
    z
      .string()
      .optional()
      .refine(() => true, rule('true', '')),
    'spec.x: a check after .optional()',
  ],
  ['a step that is not whole', z.number().multipleOf(0.1), 'spec.x: a step'],
  ['a mixed choice', z.literal(['a', 1]), 'spec.x: a choice'],
  ['an option that is not strict', z.discriminatedUnion('t', [z.object({ t: z.literal('a') })]), 'spec.x: option 1 of a union'],
  [
    'a default in an option',
    z.discriminatedUnion('t', [z.strictObject({ t: z.literal('a'), b: z.int().default(1) })]),
    'spec.x.b: a default in an option',
  ],
  ['deep within', z.array(z.object({ y: z.record(z.string(), z.date()) })), 'spec.x[].y[*]: z.date'],
];

describe('what an API server cannot be told', () => {
  it.each(REFUSED)('is refused where it is declared: %s', (_, x, problem) => {
    expect(() => kind({ group: 'example.com', version: 'v1', kind: 'Refused', spec: z.object({ x }) })).toThrow(
      `the kind Refused cannot be declared:\n  ${problem}`,
    );
  });

  it('is told all at once', () =>
    expect(() => kind({ group: 'example.com', version: 'v1', kind: 'Refused', spec: z.object({ x: z.date(), y: z.bigint() }) })).toThrow(
      /spec\.x: .*\n {2}spec\.y: /,
    ));

  it('can be a schema that contains itself', () => {
    const tree: ZodType = z.object({
      get left() {
        return tree.optional();
      },
    });
    expect(() => kind({ group: 'example.com', version: 'v1', kind: 'Tree', spec: tree })).toThrow(
      'spec.left: a schema that contains itself',
    );
  });
});

it('immutable is a rule about what was there before', () => {
  const { definition } = kind({ group: 'example.com', version: 'v1', kind: 'Fixed', spec: z.object({ x: immutable(z.string()) }) });
  expect(definition().spec.versions[0]?.schema?.openAPIV3Schema?.properties?.['spec']?.properties?.['x']).toEqual({
    type: 'string',
    'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'is immutable' }],
  });
});
