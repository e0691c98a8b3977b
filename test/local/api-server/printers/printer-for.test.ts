import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import type { ServedResource } from '../../../../local/api-server/contracts/schema-source.ts';
import { humanDuration } from '../../../../local/api-server/printers/age.ts';
import { jsonPath } from '../../../../local/api-server/printers/json-path.ts';
import { printerFor } from '../../../../local/api-server/printers/printer-for.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { committed } from '../answers/ask.ts';
import { anyJson } from '../patch/json-values.ts';
import { plainTable, TABLE_CASES, tableAnswers } from './table-cases.ts';

const schemas = builtInSchemas();
const NOW = Date.parse('2026-06-01T00:00:00Z');

function servedAt(path: string): ServedResource {
  const parts = path.split('/');
  const [group, version] = parts[1] === 'api' ? ['', 'v1'] : [parts[2], parts[3]];
  const found = schemas.resources.find(
    ({ resource }) => resource.group === group && resource.version === version && resource.plural === parts.at(-1),
  );
  if (!found) throw new Error(`nothing served at ${path}`);
  return found;
}
const print = (served: ServedResource, object: StoredObject) => {
  const printer = printerFor(served);
  return plainTable({ columnDefinitions: printer.columns, cells: printer.cells(object, NOW) });
};

describe('a table', () => {
  const answers = committed<{ object: StoredObject; columns: Json; cells: Json }>(tableAnswers);
  it.each(Object.entries(TABLE_CASES))('of %s is that of the real server', (name, { path }) => {
    const answer = answers[name];
    if (!answer) throw new Error('no answer');
    expect(print(servedAt(path), answer.object)).toEqual({ columns: answer.columns, cells: answer.cells });
  });

  it('of a pod that is being deleted says so', () => {
    const pod: StoredObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', deletionTimestamp: '2026-01-01T00:00:00Z' },
      status: { phase: 'Running' },
    };
    expect(printerFor(servedAt('/api/v1/pods')).cells(pod, NOW).slice(0, 5)).toEqual(['p', '0/0', 'Terminating', '0', '<unknown>']);
  });

  it('can be made of any object, however odd', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...schemas.resources),
        fc.record({ spec: anyJson, status: anyJson, subsets: anyJson, rules: anyJson }),
        (served, rest) => {
          const object = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, ...rest } as StoredObject;
          const printer = printerFor(served);
          expect(printer.cells(object, NOW)).toHaveLength(printer.columns.length);
        },
      ),
    ));
});

describe('the columns of a custom resource', () => {
  const definition = (columns: readonly JsonObject[]): StoredObject => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {},
    spec: { versions: [{ name: 'v1', additionalPrinterColumns: columns }] },
  });
  const served = (columns: readonly JsonObject[]): ServedResource => {
    const any = servedAt('/api/v1/pods');
    return { ...any, definition: definition(columns), resource: { ...any.resource, group: 'x.example', plural: 'xs', kind: 'X' } };
  };
  const object: StoredObject = {
    apiVersion: 'x.example/v1',
    kind: 'X',
    metadata: { name: 'x', creationTimestamp: '2026-05-31T23:59:00Z' },
    spec: { size: 3, ready: true, ratio: 0.5, tags: ['a'] },
    status: {
      conditions: [
        { type: 'A', status: 'x' },
        { type: 'Ready', status: 'True' },
      ],
    },
  };

  it('are its name and age, where the definition names none', () =>
    expect(printerFor(served([])).cells(object, NOW)).toEqual(['x', '60s']));

  it('come from the definition', () => {
    const column = (name: string, type: string, path: string) => ({ name, type, jsonPath: path, priority: 1 });
    const printer = printerFor(
      served([
        column('Size', 'integer', '.spec.size'),
        column('Ready', 'string', '.status.conditions[?(@.type=="Ready")].status'),
        column('Ratio', 'number', '.spec.ratio'),
        column('Is', 'boolean', '.spec.ready'),
        column('Gone', 'string', '.spec.gone'),
        column('Wrong', 'integer', '.spec.ready'),
        column('Tags', 'string', '.spec.tags'),
        column('Born', 'date', '.metadata.creationTimestamp'),
      ]),
    );
    expect(printer.cells(object, NOW)).toEqual(['x', 3, 'True', 0.5, true, null, null, '["a"]', '60s']);
    expect(printer.columns[1]).toEqual({ name: 'Size', type: 'integer', format: '', description: '', priority: 1 });
  });

  it.each<readonly [string, readonly Json[]]>([
    ['.a.b', [1]],
    ['{.a.b}', [1]],
    ['$.a.b', [1]],
    [".a['x.y']", [2]],
    ['.a.x\\.y', [2]],
    ['.list[1]', [20]],
    ['.list[-1]', [30]],
    ['.list[*]', [10, 20, 30]],
    ['.none', []],
    ['.a[', []],
  ])('follow %s', (path, found) => expect(jsonPath(path)({ a: { b: 1, 'x.y': 2 }, list: [10, 20, 30] })).toEqual(found));
});

describe('an age', () => {
  const [second, minute, hour, day] = [1, 60, 3_600, 86_400].map((seconds) => seconds * 1_000) as [number, number, number, number];
  it.each([
    [-5 * second, '<invalid>'],
    [-1 * second, '0s'],
    [0, '0s'],
    [119 * second, '119s'],
    [120 * second, '2m'],
    [5 * minute + 3 * second, '5m3s'],
    [10 * minute + 3 * second, '10m'],
    [179 * minute, '179m'],
    [3 * hour, '3h'],
    [3 * hour + 5 * minute, '3h5m'],
    [8 * hour + 5 * minute, '8h'],
    [47 * hour, '47h'],
    [48 * hour, '2d'],
    [2 * day + 3 * hour, '2d3h'],
    [8 * day + 3 * hour, '8d'],
    [729 * day, '729d'],
    [730 * day, '2y'],
    [800 * day, '2y70d'],
    [3_000 * day, '8y'],
  ])('of %d ms reads %s', (milliseconds, told) => expect(humanDuration(milliseconds)).toBe(told));
});
