import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../cli/commands/render.ts';
import { outcomeOf } from '../cli/invocation.ts';
import { AWKWARD, expectOrderly } from './orderly.ts';
import { fuzz } from './runs.ts';

const name = fc.oneof(fc.constantFrom('k', 't', 'mill', 'http://mill', ...AWKWARD), fc.string({ maxLength: 12 }));
const number = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.double(), fc.constantFrom(-1, 1e300, '5', null));
const anything = fc.oneof(name, number, fc.jsonValue({ maxDepth: 3 }));
const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ weight: 30, arbitrary }, anything);
const listOf = (item: fc.Arbitrary<unknown>) => mostly(fc.array(item, { minLength: 1, maxLength: 3 }));
const input = mostly(fc.record({ product: mostly(name), amount: mostly(number), store: mostly(name) }));
const direction = mostly(
  fc.record(
    { product: mostly(name), amount: number, minimum: number, interval: number, maximum: number, productInputList: listOf(input) },
    { requiredKeys: ['product', 'amount', 'minimum', 'interval'] },
  ),
);
const shop = mostly(
  fc.record({ type: mostly(name), replicas: number, directions: listOf(direction) }, { requiredKeys: ['type', 'directions'] }),
);
const town = mostly(fc.record({ name: mostly(name), shops: listOf(shop) }));
const values = mostly(fc.record({ kingdoms: listOf(mostly(fc.record({ name: mostly(name), towns: listOf(town) }))) }));

const TOKENS = [
  ['kingdoms:', 'name:', 'towns:', ' ', '\n', '\n  - ', '- ', '? ', ': ', '[', ']', '{', '}', ',', '#', '"', "'", '\\', '\t'],
  ['&a ', '*a', '<<: ', '!!binary ', '!<x>', '|', '>-', '---\n', '...\n', '%YAML 1.1\n', '010', '0o7', '1_0', '12:30', '~', 'yes'],
];

/** Text that is nearly YAML: what makes its readers stumble, in any order. */
const yaml = fc.array(fc.constantFrom(...TOKENS.flat(), ...AWKWARD), { maxLength: 40 }).map((parts) => parts.join(''));

describe('values.yaml, whatever it holds', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-fuzz-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const rendered = async (text: string | Uint8Array) => {
    writeFileSync(join(folder, 'values.yaml'), text);
    expectOrderly(await outcomeOf(render, '-f', join(folder, 'values.yaml'), '--name', 'fuzz', '--no-system', '-o', '-'), 'render');
  };

  it(
    'is rendered or refused where it is data',
    () =>
      fc.assert(
        fc.asyncProperty(values, (data) => rendered(JSON.stringify(data))),
        fuzz(15, 600),
      ),
    600_000,
  );

  it('is rendered or refused where it is nearly YAML', () => fc.assert(fc.asyncProperty(yaml, rendered), fuzz(15, 600)), 600_000);

  it(
    'is rendered or refused where it is bytes',
    () => fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), rendered), fuzz(15, 300)),
    600_000,
  );

  it.each([
    ['nested a hundred thousand deep', '['.repeat(100_000)],
    ['a billion laughs', 'a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nkingdoms: [*b,*b,*b,*b,*b,*b,*b,*b]'],
    ['a hundred thousand keys of one name', 'kingdoms: 1\n'.repeat(100_000)],
    ['one line of ten megabytes', `kingdoms: "${'x'.repeat(10_000_000)}"`],
  ])('is refused: %s', async (_, text) => {
    await rendered(text);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
