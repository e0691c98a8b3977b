import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { strategicMergePatch } from '../../../../local/api-server/patch/strategic-merge-patch.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { anyJson } from './json-values.ts';

const schema = builtInSchemas().kind({ group: 'apps', version: 'v1', kind: 'Deployment' })?.fields ?? {};
const pods = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const patched = (object: JsonObject, patch: JsonObject) => strategicMergePatch(pods(object), pods(patch), schema);
const containers = (...list: JsonObject[]) => ({ containers: list });

describe('strategic merge patch', () => {
  it.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    [
      'merges list items by their key',
      containers({ name: 'a', image: '1' }, { name: 'b' }),
      containers({ name: 'a', image: '2' }),
      containers({ name: 'a', image: '2' }, { name: 'b' }),
    ],
    [
      'adds items that are new, before those that it does not name',
      containers({ name: 'a' }),
      containers({ name: 'b' }),
      containers({ name: 'b' }, { name: 'a' }),
    ],
    ['deletes an item', containers({ name: 'a' }, { name: 'b' }), containers({ name: 'a', $patch: 'delete' }), containers({ name: 'b' })],
    [
      'replaces a list',
      containers({ name: 'a' }, { name: 'b' }),
      containers({ $patch: 'replace' }, { name: 'c' }),
      containers({ name: 'c' }),
    ],
    [
      'replaces an object',
      { securityContext: { runAsUser: 1 } },
      { securityContext: { $patch: 'replace', fsGroup: 2 } },
      { securityContext: { fsGroup: 2 } },
    ],
    ['empties an object', { securityContext: { runAsUser: 1 } }, { securityContext: { $patch: 'delete' } }, { securityContext: {} }],
    [
      'replaces a list that has no strategy',
      { containers: [{ name: 'a', args: ['1', '2'] }] },
      containers({ name: 'a', args: ['3'] }),
      containers({ name: 'a', args: ['3'] }),
    ],
    [
      'keeps the fields that it lists, and takes the others away',
      { volumes: [{ name: 'v', emptyDir: {} }] },
      { volumes: [{ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'c' } }] },
      { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
    ],
    [
      'orders items as asked',
      containers({ name: 'a' }, { name: 'b' }, { name: 'c' }),
      { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }] },
      containers({ name: 'b' }, { name: 'c' }, { name: 'a' }),
    ],
    [
      'merges and orders',
      containers({ name: 'a' }, { name: 'b' }),
      { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [{ name: 'b', image: 'x' }] },
      containers({ name: 'b', image: 'x' }, { name: 'a' }),
    ],
    ['takes a field away', { hostname: 'h', subdomain: 's' }, { hostname: null }, { subdomain: 's' }],
    [
      'merges port lists by containerPort alone',
      containers({ name: 'a', ports: [{ containerPort: 1, protocol: 'TCP' }] }),
      containers({ name: 'a', ports: [{ containerPort: 1, protocol: 'UDP' }] }),
      containers({ name: 'a', ports: [{ containerPort: 1, protocol: 'UDP' }] }),
    ],
    [
      'drops directives and nulls of what it adds',
      {},
      { securityContext: { runAsUser: null, fsGroup: 1 }, containers: [{ name: 'a', $patch: 'delete' }, { name: 'b' }] },
      { securityContext: { fsGroup: 1 }, containers: [{ name: 'b' }] },
    ],
  ])('%s', (_, object, patch, merged) => expect(patched(object, patch)).toEqual(pods(merged)));

  it('merges lists of scalars, and deletes from them', () => {
    const object = { metadata: { finalizers: ['a/b', 'c/d'] } };
    expect(strategicMergePatch(object, { metadata: { finalizers: ['e/f'] } }, schema)).toEqual({
      metadata: { finalizers: ['e/f', 'a/b', 'c/d'] },
    });
    expect(strategicMergePatch(object, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a/b'] } }, schema)).toEqual({
      metadata: { finalizers: ['c/d'] },
    });
  });

  it.each<readonly [number, string, JsonObject]>([
    [500, 'map: map[image:x] does not contain declared merge key: name', containers({ image: 'x' })],
    [500, 'unknown patch type: foo in map: map[$patch:foo name:c]', containers({ name: 'c', $patch: 'foo' })],
    [500, 'unknown patch type: foo in map: map[$patch:foo]', { securityContext: { $patch: 'foo' } }],
    [
      500,
      "The order in patch list:\n[map[image:y name:c]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n",
      { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'c', image: 'y' }] },
    ],
    [400, 'invalid patch format of retainKeys', { securityContext: { $retainKeys: 'x' } }],
    [400, 'invalid patch format of retainKeys', { securityContext: { $retainKeys: ['runAsUser'], fsGroup: 1 } }],
  ])('refuses with %d %j', (code, message, patch) => {
    const object = { containers: [{ name: 'c' }], securityContext: { runAsUser: 1 } };
    expect(() => patched(object, patch)).toThrow(new StatusError(code, code === 400 ? 'BadRequest' : undefined, message));
  });

  const directive = fc.constantFrom(
    'containers',
    'name',
    '$patch',
    '$retainKeys',
    '$setElementOrder/containers',
    '$deleteFromPrimitiveList/containers',
  );
  const nasty: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>('c', 'delete', 'replace', 'merge', null, 1),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(directive, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  it('throws nothing but a StatusError', () =>
    fc.assert(
      fc.property(fc.oneof(nasty, anyJson), (patch) => {
        for (const body of [patch, { spec: { template: { spec: patch } } }]) {
          try {
            strategicMergePatch(pods(containers({ name: 'c' })), body, schema);
          } catch (error) {
            expect(error).toBeInstanceOf(StatusError);
          }
        }
      }),
    ));
});
