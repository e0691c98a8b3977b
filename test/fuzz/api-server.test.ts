import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { APPLY, configMap, deployment, JSON_PATCH, MERGE, namespaced, pod, STRATEGIC } from '../conformance/objects.ts';
import { collectedHeap } from '../collected-heap.ts';
import { running } from '../local/api-server/running.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './runs.ts';

const MEBIBYTE = 1024 * 1024;
/** What may be held beyond what the process of these tests has held before: a hundred versions of large objects. */
const MOST_HELD = 300 * MEBIBYTE;
const maps = namespaced('default', 'configmaps');
const pods = namespaced('default', 'pods');
const deployments = namespaced('default', 'deployments', 'apis/apps/v1');

describe('the embedded API server, under random patches and objects', () => {
  const defects: unknown[] = [];
  const server = running({ historyLength: 100, report: (error) => defects.push(error) });
  let heldBefore = 0;
  beforeAll(() => {
    heldBefore = collectedHeap();
  });

  /** The real server answers some mistakes with 500 and a bare sentence; what has a reason is a defect. */
  const isClear = ({ code, body }: { readonly code: number; readonly body: { readonly reason?: unknown } }) =>
    code < 500 || code === 501 || code === 503 || (code === 500 && body.reason === undefined);
  const asked = async (method: string, path: string, body: string, type: string) => {
    const [reply, health] = await Promise.all([server.api.ask(method, path, { body, type }), server.api.ask('GET', '/livez')]);
    expect({ clear: isClear(reply), code: reply.code, text: isClear(reply) ? '' : reply.text.slice(0, 500) }).toMatchObject({
      clear: true,
    });
    expect(health.code).toBe(200);
    if (process.memoryUsage().heapUsed > heldBefore + MOST_HELD) expect(collectedHeap() - heldBefore).toBeLessThan(MOST_HELD);
    expect(defects).toEqual([]);
  };

  const fields = 'metadata spec data labels annotations name containers env volumes template finalizers status managedFields';
  const odd = '__proto__ constructor $patch $setElementOrder/env $deleteFromPrimitiveList/finalizers $retainKeys 漢';
  const name = fc.constantFrom(...`${fields} ${odd}`.split(' '));
  const nested = fc.integer({ min: 1, max: 12_000 }).map((levels) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, true, 0, -1, 1e300, '', 'a', '../x', '\0', 'replace', 'delete'),
      fc.string({ maxLength: 10 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as unknown),
    ),
  }));
  const path = fc.oneof(
    fc
      .array(fc.oneof(name, fc.constantFrom('0', '-', '-1', 'a~1b', '~', '')), { maxLength: 4 })
      .map((names) => names.map((each) => `/${each}`).join('')),
    fc.string({ maxLength: 5 }),
  );
  const operation = fc.record(
    { op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'), path, from: path, value },
    { requiredKeys: ['op', 'path'] },
  );
  const doubling = fc
    .tuple(fc.constantFrom('/data', '/metadata', ''), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 2_000 }))
    .map(([from, times, size]) => [
      { op: 'add', path: '/data/a', value: 'x'.repeat(size) },
      ...Array.from({ length: times }, (_, index) => ({ op: 'copy', from, path: `/data/b${index}` })),
    ]);
  const jsonPatch = fc.oneof(fc.array(operation, { maxLength: 8 }), doubling).map((patch) => JSON.stringify(patch));
  const anything = fc.oneof(
    { arbitrary: value.map((each) => JSON.stringify(each)), weight: 6 },
    { arbitrary: nested, weight: 1 },
    { arbitrary: fc.tuple(name, nested).map(([field, inner]) => `{${JSON.stringify(field)}:${inner}}`), weight: 1 },
  );
  const targets = fc.constantFrom(`${maps}/target`, `${deployments}/target`, `${pods}/target`);

  it(
    'has a clear answer to each, and others are answered meanwhile',
    async () => {
      for (const [at, object] of [
        [maps, configMap('target', { data: { a: '1' } })],
        [deployments, deployment('target')],
        [pods, pod('target')],
      ] as const)
        await server.api.ask('POST', at, { body: object });
      const patches = fc.oneof(
        fc.record({ type: fc.constant(JSON_PATCH.type), body: jsonPatch }),
        fc.record({ type: fc.constantFrom(MERGE.type, STRATEGIC.type, APPLY.type), body: anything }),
      );
      await fc.assert(
        fc.asyncProperty(targets, patches, (at, { type, body }) =>
          asked('PATCH', `${at}?fieldManager=x&force=true`.replace('&force=true', type === APPLY.type ? '&force=true' : ''), body, type),
        ),
        fuzz(15_009, 400),
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'has a clear answer to each object that it is to create',
    async () => {
      const spec = fc.record({ containers: value, volumes: value, initContainers: value }, { requiredKeys: [] });
      const objects = fc.oneof(
        anything,
        fc
          .record({ metadata: fc.record({ name: fc.constant('n'), labels: value, annotations: value }), spec, data: value })
          .map((each) => JSON.stringify(each)),
      );
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(maps, deployments, pods), objects, (at, body) =>
          asked('POST', `${at}?dryRun=All`, body, 'application/json'),
        ),
        fuzz(15_010, 300),
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'has a clear answer to any YAML',
    async () => {
      const anchors = fc.array(
        fc.tuple(
          fc.constantFrom('a', 'b', 'c'),
          fc.constantFrom('*a', '*b', '*c', '[*a, *a, *a]', '{x: *b}', '[1]', '!!binary x', '<<: *a'),
        ),
        { maxLength: 8 },
      );
      const yaml = anchors.map(
        (pairs) => `metadata: {name: y}\n${pairs.map(([anchor, text], index) => `x${index}: &${anchor} ${text}`).join('\n')}\n`,
      );
      const bodies = fc.oneof(yaml, fc.string({ maxLength: 60 }), nested);
      await fc.assert(
        fc.asyncProperty(bodies, (body) => asked('POST', `${maps}?dryRun=All`, body, 'application/yaml')),
        fuzz(15_011, 200),
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it.each([
    ['45,000 empty volumes', pods, JSON.stringify(pod('p', { volumes: Array.from({ length: 45_000 }, () => ({})) }))],
    ['a million of them', pods, JSON.stringify(pod('p', { volumes: Array.from({ length: 900_000 }, () => ({})) }))],
    ['a list that never ends', maps, '[' + '1,'.repeat(1_400_000)],
    ['brackets alone', maps, '['.repeat(3 * MEBIBYTE)],
    [
      'fields that stand twice',
      maps,
      `{"${'k'.repeat(MEBIBYTE)}":{${Array.from({ length: 40_000 }, (_, at) => `"${at}":1,"${at}":1`).join(',')}}}`,
    ],
  ])(
    'has a clear answer to a body that is one large mistake: %s',
    async (_, at, body) => asked('POST', at, body, 'application/json'),
    FUZZ_TIMEOUT_MS,
  );
});
