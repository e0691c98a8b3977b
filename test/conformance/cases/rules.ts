import { casesOf } from '../case.ts';
import { MERGE } from '../objects.ts';
import { INT, rule, ruled, sharedTown, sharedTowns, specOf, TEXT } from '../rule-talk.ts';

const { refuses, succeeds } = casesOf('rules of custom resources');

type Fields = Readonly<Record<string, unknown>>;

/** One spec of the towns that many cases share, and what becomes of it: when it is new, and when it is changed. */
interface SharedCase {
  readonly does: string;
  readonly schema: Fields;
  readonly before: unknown;
  readonly after?: unknown;
  readonly make: typeof refuses;
}
const creates = (does: string, schema: Fields, before: unknown, make = refuses): SharedCase => ({ does, schema, before, make });
const changes = (does: string, schema: Fields, before: unknown, after: unknown, make = refuses): SharedCase => ({
  ...creates(does, schema, before, make),
  after,
});
const passes = (does: string, schema: Fields, spec: unknown) => creates(does, schema, spec, succeeds);

const GOODS = {
  type: 'array',
  maxItems: 5,
  items: ruled({ type: 'object', required: ['name'], properties: { name: TEXT, amount: INT } }, rule('self.amount >= oldSelf.amount')),
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
};
const SET = { type: 'array', maxItems: 9, items: TEXT, 'x-kubernetes-list-type': 'set' };

const judged: readonly SharedCase[] = [
  creates('refuses by the expression', specOf({ size: INT }, [rule('self.size < 3')]), { size: 4 }),
  creates('refuses by a message', specOf({ size: INT }, [rule('self.size < 3', { message: ' too large ' })]), { size: 4 }),
  creates(
    'refuses by a computed message',
    specOf({ size: INT, name: TEXT }, [rule('self.size < 3', { messageExpression: "'not ' + self.name" })]),
    { size: 4, name: 'so' },
  ),
  creates(
    'falls back where a message has no value',
    specOf({ size: INT }, [rule('self.size < 3', { message: 'plain', messageExpression: "self.size > 3 ? '' : 'a'" })]),
    { size: 4 },
  ),
  creates('shows numbers and texts', specOf({ size: ruled(INT, rule('self < 3')), name: ruled(TEXT, rule("self == 'a'")) }), {
    size: 4,
    name: 'a',
  }),
  creates('shows a text', specOf({ name: ruled(TEXT, rule("self == 'a'")) }), { name: 'b "c"' }),
  ...['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate'].map((reason) =>
    creates(`refuses because of ${reason}`, specOf({ size: INT }, [rule('self.size < 3', { message: 'no', reason, fieldPath: '.size' })]), {
      size: 4,
    }),
  ),
  creates('shows what is a duplicate', specOf({ size: ruled(INT, rule('self < 3', { reason: 'FieldValueDuplicate' })) }), { size: 4 }),
  creates(
    'names a field in a map',
    { properties: { spec: { ...ruled({ type: 'object', additionalProperties: ruled(INT, rule('self < 3')), maxProperties: 3 }) } } },
    { a: 4 },
  ),
  creates('names an item of a list', specOf({ many: { type: 'array', items: ruled(INT, rule('self < 3')) } }), { many: [1, 4] }),
  creates('tells of a field that is not there', specOf({ size: INT }, [rule('self.size < 3')]), {}),
  creates('tells of types that do not fit', specOf({ port: { 'x-kubernetes-int-or-string': true } }, [rule('self.port < 3')]), {
    port: 'a',
  }),
  creates(
    'does not judge what does not fit the schema',
    specOf({ size: INT, name: TEXT }, [rule('self.size < 3')], { required: ['name'] }),
    { size: 4 },
  ),
  creates('judges beside a value that is too large', specOf({ size: { ...INT, maximum: 2 } }, [rule('self.size < 3')]), { size: 4 }),
  passes('knows numbers', specOf({ a: { type: 'number' }, b: INT }, [rule('self.a == 2.0 && self.b == 2 && self.a > 1.5')]), {
    a: 2,
    b: 2,
  }),
  passes(
    'knows what may be a number or text',
    specOf({ a: { 'x-kubernetes-int-or-string': true }, b: { 'x-kubernetes-int-or-string': true } }, [
      rule("self.a == 1 && self.b == 'x' && type(self.a) == int"),
    ]),
    { a: 1, b: 'x' },
  ),
  passes(
    'knows times',
    specOf(
      {
        at: { type: 'string', format: 'date-time' },
        day: { type: 'string', format: 'date' },
        every: { type: 'string', format: 'duration' },
        raw: { type: 'string', format: 'byte', maxLength: 9 },
      },
      [
        rule(
          "self.at > timestamp('2020-01-01T00:00:00Z') && self.day.getFullYear() == 2021 && self.every == duration('90m') && self.raw == b'abc'",
        ),
      ],
    ),
    { at: '2020-01-02T00:00:00Z', day: '2021-05-05', every: '1h30m', raw: 'YWJj' },
  ),
  passes(
    'knows names that are escaped',
    specOf({ namespace: TEXT, 'a-b': TEXT, 'a.b/c': TEXT, a__b: TEXT }, [
      rule("self.__namespace__ == 'n' && self.a__dash__b == '1' && self.a__dot__b__slash__c == '2' && self.a__underscores__b == '3'"),
    ]),
    { namespace: 'n', 'a-b': '1', 'a.b/c': '2', a__b: '3' },
  ),
  passes('knows what is there', specOf({ a: TEXT, b: { ...TEXT, nullable: true } }, [rule('!has(self.a) && !has(self.b)')]), { b: null }),
  passes(
    'knows maps',
    specOf({ m: { type: 'object', additionalProperties: INT, maxProperties: 5 } }, [
      rule("self.m.all(k, self.m[k] > 0) && 'a' in self.m && self.m.size() == 2"),
    ]),
    { m: { a: 1, b: 2 } },
  ),
  passes(
    'knows sets',
    specOf({ one: SET, other: SET }, [
      rule("self.one == self.other && (self.one + self.other).size() == 2 && self.one + ['c'] == ['c', 'b', 'a']"),
    ]),
    { one: ['a', 'b'], other: ['b', 'a'] },
  ),
  passes(
    'knows resources within',
    specOf({
      inner: ruled(
        { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
        rule("self.kind == 'Pod' && self.apiVersion == 'v1' && self.metadata.name == 'p'"),
      ),
    }),
    { inner: { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'p' }, spec: { a: 1 } } },
  ),
  passes('does not ask for a past that is not there', specOf({ size: ruled(INT, rule('self == oldSelf')) }), { size: 1 }),
  creates(
    'asks for a past that is optional',
    specOf({ size: ruled(INT, rule('oldSelf.hasValue() && self == oldSelf.value()', { optionalOldSelf: true })) }),
    { size: 1 },
  ),
];

const changed: readonly SharedCase[] = [
  changes('refuses a change', specOf({ size: ruled(INT, rule('self == oldSelf', { message: 'is for ever' })) }), { size: 1 }, { size: 2 }),
  changes('lets a field come that was not there', specOf({ size: ruled(INT, rule('self == oldSelf')) }), {}, { size: 2 }, succeeds),
  changes(
    'knows an item by its key',
    specOf({ goods: GOODS }),
    {
      goods: [
        { name: 'a', amount: 1 },
        { name: 'b', amount: 2 },
      ],
    },
    {
      goods: [
        { name: 'b', amount: 1 },
        { name: 'a', amount: 1 },
      ],
    },
  ),
  changes(
    'takes new items of a list',
    specOf({ goods: GOODS }),
    { goods: [{ name: 'a', amount: 1 }] },
    {
      goods: [
        { name: 'b', amount: 0 },
        { name: 'a', amount: 1 },
      ],
    },
    succeeds,
  ),
  changes(
    'compares an object as a whole',
    specOf({ free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }, [rule('self.free == oldSelf.free')]),
    { free: { a: 1 } },
    { free: { a: 2 } },
  ),
];

/** A definition takes the real server two seconds: each of these cases has a field of one that all share. */
const shared = [...judged, ...changed];
const SHARED = { properties: Object.fromEntries(shared.map(({ schema }, at) => [`spec${at}`, (schema['properties'] as Fields)['spec']])) };
/** What rules make of objects. */
export const ruleCases = shared.map(({ does, before, after, make }, at) =>
  make(does, async (session) => {
    const { ask, quietly } = session;
    const path = await sharedTowns(session, SHARED);
    const one = sharedTown('one', { [`spec${at}`]: before });
    if (after === undefined) return void (await ask('POST', path, one));
    await quietly('POST', path, one);
    await ask('PATCH', `${path}/one`, { [`spec${at}`]: after }, MERGE);
  }),
);
