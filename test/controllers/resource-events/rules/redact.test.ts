import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LAST_APPLIED, redact, REDACTED } from '../../../../controllers/resource-events/rules/redact.ts';
import { pointersOf } from '../../../../controllers/resource-events/rules/pointers.ts';

const redacted = (object: Record<string, unknown>, pointers: readonly string[] = [], clearSecrets = false) => {
  const hidden: [string, unknown][] = [];
  const kept = redact(object, {
    pointers: pointersOf(pointers),
    clearSecrets,
    onHidden: (pointer, value) => hidden.push([pointer, value]),
  });
  return { kept, hidden };
};
const secret = (fields: object) => ({ apiVersion: 'v1', kind: 'Secret', ...fields });

describe('redaction', () => {
  it('keeps the keys of a Secret, and puts a decodable value in the place of each of its own', () => {
    const { kept, hidden } = redacted(
      secret({ type: 'Opaque', data: { password: 'aHVudGVy', 'a/b': 'eA==' }, stringData: { token: 'x' } }),
    );
    expect(kept).toEqual(secret({ type: 'Opaque', data: { password: REDACTED, 'a/b': REDACTED }, stringData: { token: REDACTED } }));
    expect(Buffer.from(REDACTED, 'base64').toString()).toBe('redacted');
    expect(hidden).toEqual([
      ['/data/password', 'aHVudGVy'],
      ['/data/a~1b', 'eA=='],
      ['/stringData/token', 'x'],
    ]);
  });

  it('finds Secrets within other objects, and in lists that do not say it of each', () => {
    const { kept } = redacted({
      kind: 'ManifestWork',
      manifests: [secret({ data: { a: 'eA==' } }), { kind: 'ConfigMap', data: { a: 'clear' } }],
      all: { apiVersion: 'v1', kind: 'SecretList', items: [{ data: { b: 'eA==' } }] },
    });
    expect(kept).toEqual({
      kind: 'ManifestWork',
      manifests: [secret({ data: { a: REDACTED } }), { kind: 'ConfigMap', data: { a: 'clear' } }],
      all: { apiVersion: 'v1', kind: 'SecretList', items: [{ data: { b: REDACTED } }] },
    });
  });

  it('takes the last applied configuration out of every kind', () => {
    const { kept } = redacted({ metadata: { annotations: { [LAST_APPLIED]: '{}', team: 'a' } }, spec: [{ [LAST_APPLIED]: '{}' }] });
    expect(kept).toEqual({ metadata: { annotations: { team: 'a' } }, spec: [{}] });
  });

  it('replaces what pointers say, with a star for any one segment', () => {
    const { kept, hidden } = redacted({ data: { a: '1', b: '2' }, spec: { hosts: [{ key: 'k' }, { key: 'l' }] } }, [
      '/data/a',
      '/spec/hosts/*/key',
      '/absent',
    ]);
    expect(kept).toEqual({ data: { a: REDACTED, b: '2' }, spec: { hosts: [{ key: REDACTED }, { key: REDACTED }] } });
    expect(hidden.map(([pointer]) => pointer)).toEqual(['/data/a', '/spec/hosts/0/key', '/spec/hosts/1/key']);
  });

  it('shares what it leaves as it is', () => {
    const object = { metadata: { name: 'a' }, spec: { list: [1, 2] } };
    expect(redacted(object).kept).toBe(object);
  });

  it('leaves Secrets clear where a rule says so, and still takes the last applied configuration out', () =>
    expect(redacted(secret({ metadata: { annotations: { [LAST_APPLIED]: 'x' } }, data: { a: 'eA==' } }), [], true).kept).toEqual(
      secret({ metadata: { annotations: {} }, data: { a: 'eA==' } }),
    ));

  it('keeps fields called __proto__ as data', () => {
    const object = JSON.parse('{"apiVersion":"v1","kind":"Secret","data":{"__proto__":"eA=="},"x":{"__proto__":{"y":1}}}') as object;
    expect(JSON.stringify(redacted({ ...object }).kept)).toBe(
      `{"apiVersion":"v1","kind":"Secret","data":{"__proto__":"${REDACTED}"},"x":{"__proto__":{"y":1}}}`,
    );
  });
});

const PLANTED = 'hunter2';
const planted = fc.constant(PLANTED);
/** Any JSON, with planted values at its leaves. */
const plantedJson = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    planted,
    fc.constant(`say ${PLANTED}`),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'data', 'items', '__proto__', 'kind', 'metadata'), tie('any'), { maxKeys: 3 }),
  ),
})).any;
const harmless = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes(PLANTED));
/** A Secret whose data is of any shape. */
const anySecret = fc.record(
  { apiVersion: fc.constant('v1'), kind: fc.constant('Secret'), data: plantedJson, stringData: plantedJson, type: harmless },
  { requiredKeys: ['apiVersion', 'kind'] },
);
const anySecretList = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constant('SecretList'),
  items: fc.oneof(
    fc.array(fc.record({ data: plantedJson, metadata: harmless })),
    fc.dictionary(fc.constantFrom('a', '0'), fc.record({ stringData: plantedJson })),
    fc.array(fc.array(fc.record({ data: plantedJson }))),
  ),
});
/** Secrets, and last applied configurations, anywhere within anything. */
const holding = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    anySecret,
    anySecretList,
    harmless,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('spec', 'data', 'items', LAST_APPLIED), tie('tree'), { maxKeys: 3 }),
    fc.record({ metadata: fc.record({ annotations: fc.record({ [LAST_APPLIED]: plantedJson, other: harmless }) }), spec: tie('tree') }),
  ),
})).tree;

describe('whatever the shape of an object', () => {
  it('nothing that is in a Secret or in a last applied configuration gets out', () =>
    fc.assert(
      fc.property(holding, (tree) => {
        const { kept } = redacted({ kind: 'Thing', tree });
        expect(JSON.stringify(kept)).not.toContain(PLANTED);
      }),
      { numRuns: 1_000 },
    ));

  it('what is redacted twice is as if it was redacted once', () =>
    fc.assert(
      fc.property(holding, (tree) => {
        const once = redacted({ tree }).kept;
        expect(JSON.stringify(redacted({ ...once }).kept)).toBe(JSON.stringify(once));
      }),
    ));
});
