import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { startApiServer, type ApiServer } from '../../local/api-server/start.ts';
import type { ApiServerUnderTest } from '../local/api-server/api-client.ts';
import { borrowRealApiServer, describeReal, type BorrowedApiServer } from '../real/api-server.ts';
import type { Case } from './case.ts';
import { SUITES } from './suites.ts';
import { mask } from './mask.ts';
import { ROWS } from './rows.ts';
import { record } from './session.ts';

const WRITES = process.env['CONFORMANCE_WRITE'] === '1';

type Answers = Record<string, unknown>;

const fileOf = (suite: string) => new URL(`answers/${suite}.json`, import.meta.url);
const committed = (suite: string): Answers =>
  existsSync(fileOf(suite)) ? (JSON.parse(readFileSync(fileOf(suite), 'utf8')) as Answers) : {};
const namespaceOf = (suite: string, index: number) => `case-${suite}-${index + 1}`;

async function answersOf(server: ApiServerUnderTest, { talk }: Case, namespace: string): Promise<unknown> {
  const { session, exchanges, end } = await record(server, namespace);
  try {
    await talk(session);
  } finally {
    await end();
  }
  return mask(exchanges);
}

describe('the embedded API server answers as the real one', () => {
  let server: ApiServer;
  const defects: unknown[] = [];
  beforeAll(async () => {
    server = await startApiServer({ report: (error) => defects.push(error) });
  });
  afterAll(() => server.stop());

  for (const [suite, cases] of Object.entries(SUITES)) {
    const answers = committed(suite);
    describe(suite, () => {
      for (const [index, each] of cases.entries()) {
        const test = each.differs === undefined ? it : it.skip;
        test(each.differs === undefined ? each.does : `${each.does} (differs: ${each.differs})`, async () => {
          expect(await answersOf({ ...server, token: server.adminToken }, each, namespaceOf(suite, index))).toEqual(answers[each.does]);
        });
      }
    });
  }

  it('has no defect of its own in any of them', () => expect(defects).toEqual([]));
});

describeReal('the real API server still answers as committed', () => {
  let server: BorrowedApiServer;
  beforeAll(async () => {
    server = await borrowRealApiServer();
  }, 90_000);

  for (const [suite, cases] of Object.entries(SUITES)) {
    describe(suite, () => {
      const answers = committed(suite);
      for (const [index, each] of cases.entries()) {
        it(each.does, async () => {
          const found = await answersOf(server, each, namespaceOf(suite, index));
          if (WRITES) answers[each.does] = found;
          else expect(found).toEqual(answers[each.does]);
        });
      }
      afterAll(() => {
        // What was not run keeps its answer, and what is not a case any more has none.
        const known = Object.fromEntries(cases.map(({ does }) => [does, answers[does]]));
        if (WRITES) writeFileSync(fileOf(suite), `${JSON.stringify(known, undefined, 1)}\n`);
      });
    });
  }
});

describe('the conformance suite', () => {
  const cases = Object.values(SUITES).flat();

  it('names no case twice in a suite', () => {
    for (const suite of Object.values(SUITES)) expect(new Set(suite.map(({ does }) => does)).size).toBe(suite.length);
  });

  it.each(Object.entries(ROWS))('has cases for all that is wanted of %s', (row, aspects) => {
    const shown = new Set(cases.filter((each) => each.row === row).map(({ shows }) => shows));
    expect(aspects.filter((aspect) => !shown.has(aspect))).toEqual([]);
  });

  it('lists every known difference in docs/embedded.md', () => {
    const text = readFileSync(new URL('../../docs/embedded.md', import.meta.url), 'utf8');
    for (const { does, row, differs } of cases)
      if (differs !== undefined) expect([does, row].filter((named) => text.includes(named))).not.toEqual([]);
  });
});
