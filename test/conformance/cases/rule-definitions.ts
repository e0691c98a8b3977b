import { casesOf } from '../case.ts';
import { DEFINITIONS, specOf, towns } from '../rule-talk.ts';

const { refuses, succeeds } = casesOf('rules of custom resources');

type Fields = Readonly<Record<string, unknown>>;

const SIZE = { size: { type: 'integer' } };
const NAMES = { type: 'array', items: { type: 'string' } };

/** What becomes of a definition whose spec has these properties and these rules. */
const defines = (does: string, properties: Fields, rules: readonly Fields[], make = refuses) =>
  make(does, async ({ namespace, ask }) => {
    const { code, body } = await ask('POST', `${DEFINITIONS}?dryRun=All`, towns(namespace, specOf(properties, rules)));
    if (code === 201) throw new Error(`a definition was taken that is meant to be refused: ${JSON.stringify(body['spec'])}`);
  });
const accepts = (does: string, properties: Fields, rules: readonly Fields[]) =>
  succeeds(does, async ({ namespace, quietly, note }) => {
    const { code, body } = await quietly('POST', `${DEFINITIONS}?dryRun=All`, towns(namespace, specOf(properties, rules)));
    note('code and message', [code, body['message'] ?? '']);
  });
const rule = (text: string, more: Fields = {}) => [{ rule: text, ...more }];

/** What the server makes of rules when a definition is created. */
export const ruleDefinitionCases = [
  defines('refuses a rule about a field that is not there', SIZE, rule('self.siez > 1')),
  defines('refuses a rule with the wrong types', SIZE, rule("self.size + 'a' == 1")),
  defines('refuses a rule that is not a truth', SIZE, rule('self.size')),
  defines('refuses a rule that cannot be read', SIZE, rule('self.size > ')),
  defines(
    'shows a rule as a struct',
    SIZE,
    rule('self.size < 3 && x', { message: 'a <b> & "c"', reason: 'FieldValueForbidden', fieldPath: '.size' }),
  ),
  defines('names the type of an object', SIZE, rule('self == 3')),
  defines('refuses a message that is not text', SIZE, rule('self.size > 1', { messageExpression: 'self.size' })),
  defines('refuses a message that does not compile', SIZE, rule('self.size > 1', { messageExpression: "'a' + self.siez" })),
  defines('refuses two rules at once', SIZE, [...rule('self.a == 1'), ...rule('self.b == 1')]),
  defines('refuses rules without form', SIZE, [
    { rule: ' ' },
    { rule: 'true', message: ' ' },
    { rule: 'true', message: 'a\nb' },
    { rule: 'true\n', messageExpression: ' ' },
    { rule: 'true &&\ntrue' },
    { rule: 'true', fieldPath: ' ' },
    { rule: 'true', fieldPath: '.nowhere' },
    { rule: 'true', fieldPath: 'size' },
    { rule: 'true', fieldPath: '.size.more' },
  ]),
  defines('refuses a reason that there is not', SIZE, rule('true', { reason: 'Because' })),
  defines('refuses an optional past that nobody asks for', SIZE, rule('self.size > 1', { optionalOldSelf: true })),
  defines(
    'refuses a past where there is none',
    { names: { ...NAMES, items: { type: 'string', 'x-kubernetes-validations': rule('self == oldSelf') } } },
    [],
  ),
  defines(
    'refuses a field without a type',
    { free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    rule('self.free.a == 1'),
  ),
  defines(
    'refuses names that are escaped',
    { namespace: { type: 'string' }, 'a-b': { type: 'string' } },
    rule("self.a_b == '' || self.namespac == ''"),
  ),
  defines(
    'refuses a default that breaks a rule',
    { size: { type: 'integer', default: 1, 'x-kubernetes-validations': rule('self > 1') } },
    [],
  ),
  defines('refuses what could cost too much', { names: NAMES }, rule('self.names.all(a, self.names.all(b, a == b))')),
  defines(
    'refuses what could cost somewhat too much',
    { names: { ...NAMES, maxItems: 1000, items: { type: 'string', maxLength: 10 } } },
    rule('self.names.all(a, self.names.all(b, self.names.all(c, a == b || b == c)))'),
  ),
  defines(
    'refuses a message that could cost too much',
    { names: NAMES },
    rule('true', { messageExpression: "self.names.map(a, self.names.filter(b, a == b)).map(c, c.join(',')).join(',')" }),
  ),
  defines(
    'refuses rules that cost too much together',
    {
      names: {
        type: 'array',
        items: { type: 'object', properties: { name: { type: 'string' } }, 'x-kubernetes-validations': rule("self.name.contains('a')") },
      },
    },
    [],
  ),
  refuses('refuses rules within allOf', async ({ namespace, ask }) => {
    const schema = specOf(SIZE, [], { allOf: [{ 'x-kubernetes-validations': rule('self.size < 3') }] });
    await ask('POST', `${DEFINITIONS}?dryRun=All`, towns(namespace, schema));
  }),
  accepts('takes rules with limits', { names: { ...NAMES, maxItems: 10 } }, rule('self.names.all(a, self.names.exists_one(b, a == b))')),
  accepts('takes patterns', { name: { type: 'string', maxLength: 100 } }, rule("self.name.matches('^[a-z]+$')")),
  accepts('takes texts without a limit', { name: { type: 'string' } }, rule("self.name.startsWith('a') && self.name.size() < 9")),
  accepts(
    'takes a rule for each of many',
    { names: { type: 'array', items: { type: 'string', 'x-kubernetes-validations': rule('self.size() > 0') } } },
    [],
  ),
  accepts(
    'takes sums and sorts',
    { many: { type: 'array', items: { type: 'integer' } } },
    rule('self.many.sum() < 10 && self.many.isSorted()'),
  ),
];
