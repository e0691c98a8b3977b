import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { apiClient, type ApiClient } from '../local/api-server/api-client.ts';
import { borrowRealApiServer, describeRecord } from '../real/api-server.ts';
import { answersOf, committed, fileOf, namespaceOf } from './answers.ts';
import { SUITES } from './suites.ts';

const WRITES = process.env['CONFORMANCE_WRITE'] === '1';

describeRecord('the real API server still answers as committed', () => {
  let api: ApiClient;
  beforeAll(async () => {
    api = apiClient(await borrowRealApiServer());
  });
  afterAll(() => api.close());

  for (const [suite, cases] of Object.entries(SUITES)) {
    describe(suite, () => {
      const answers = committed(suite);
      let found: readonly Promise<unknown>[] = [];
      // All at once: the server takes a second to see a policy, and two to serve a definition, however many they are.
      beforeAll(() => {
        found = cases.map((each, index) => answersOf(api, each, namespaceOf(suite, index)));
        void Promise.allSettled(found); // each is looked at in its turn
      });

      for (const [index, each] of cases.entries()) {
        it(each.does, async () => {
          const answer = await found[index];
          if (WRITES) answers[each.does] = answer;
          else expect(answer).toEqual(answers[each.does]);
        });
      }
      afterAll(async () => {
        await Promise.allSettled(found);
        // What was not run keeps its answer, and what is not a case any more has none.
        const known = Object.fromEntries(cases.map(({ does }) => [does, answers[does]]));
        if (WRITES) writeFileSync(fileOf(suite), `${JSON.stringify(known, undefined, 1)}\n`);
      });
    });
  }
});
