import { afterAll, beforeAll, describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { audit } from '../../cli/commands/audit.ts';
import { startHostileServer, type HostileServer } from '../cli/hostile-server.ts';
import { outcomeIn } from '../cli/invocation.ts';
import { AWKWARD, expectOrderly } from './orderly.ts';
import { fuzz } from './runs.ts';
import { anyText } from '../any-text.ts';

const word = fc.oneof(fc.constantFrom('wood', 'a', 'b', ...AWKWARD), fc.string({ maxLength: 8 }));
const anything = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }));
const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ weight: 25, arbitrary }, anything);
const count = mostly(fc.oneof(fc.nat(9), fc.constantFrom(-1, 1e300, 2 ** 53, 0.5)));
const good = fc.record({ produced: count, bought: count, consumed: count, sold: count, stock: count, inDoubt: count });
const trade = fc.record({ sold: count, bought: count, open: count });
const named = (value: fc.Arbitrary<unknown>) => mostly(fc.dictionary(word, mostly(value), { maxKeys: 4 }));
const page = mostly(
  fc.record(
    {
      version: fc.constantFrom(1, 1, 1, 1, 2, '1'),
      id: mostly(word),
      pod: mostly(word),
      goods: named(good),
      with: named(named(trade)),
      others: named(trade),
      next: fc.constantFrom('a', 'b', '', null, 3),
    },
    { requiredKeys: ['version', 'id', 'pod', 'goods', 'with'] },
  ),
);
const bytes = fc.oneof(
  { weight: 8, arbitrary: page.map((said) => JSON.stringify(said)) },
  anyText({ maxLength: 60 }),
  page.map((said) => JSON.stringify(said).slice(0, -3)),
);

describe('books, whatever they say', () => {
  let hostile: HostileServer;
  beforeAll(async () => {
    hostile = await startHostileServer();
  });
  afterAll(() => hostile.stop());
  const pod = (name: string) => ({
    metadata: { name, namespace: 'k', uid: name, labels: { shop: name } },
    status: { phase: 'Running' },
  });
  const LISTS = new Map<string, object>([
    ['/api/v1/namespaces', { items: [{ metadata: { name: 'k', labels: { 'civ8s.dev/kingdom': 'k' } } }] }],
    ['/api/v1/namespaces/k/pods', { items: [pod('a'), pod('b')] }],
  ]);

  it.each(['table', 'json'])(
    'are audited or refused, as %s',
    (form) =>
      fc.assert(
        fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 4 }), async (pages) => {
          let asked = 0;
          hostile.answer = ({ path }) => LISTS.get(path) ?? Buffer.from(pages[asked++ % pages.length] ?? '');
          expectOrderly(await outcomeIn({ env: hostile.env }, audit, '-o', form, '--request-timeout', '2s'), 'audit');
        }),
        fuzz(15, 100),
      ),
    600_000,
  );
});
