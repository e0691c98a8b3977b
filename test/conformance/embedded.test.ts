import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApiServer, type ApiServer } from '../../local/api-server/start.ts';
import { apiClient, type ApiClient } from '../local/api-server/api-client.ts';
import { answersOf, committed, namespaceOf } from './answers.ts';
import { SUITES } from './suites.ts';

describe('the embedded API server answers as the real one', () => {
  let server: ApiServer;
  let api: ApiClient;
  const defects: unknown[] = [];
  beforeAll(async () => {
    server = await startApiServer({ report: (error) => defects.push(error) });
    api = apiClient({ ...server, token: server.adminToken });
  });
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  for (const [suite, cases] of Object.entries(SUITES)) {
    const answers = committed(suite);
    describe(suite, () => {
      for (const [index, each] of cases.entries()) {
        const test = each.differs === undefined ? it : it.skip;
        test(each.differs === undefined ? each.does : `${each.does} (differs: ${each.differs})`, async () => {
          expect(await answersOf(api, each, namespaceOf(suite, index))).toEqual(answers[each.does]);
        });
      }
    });
  }

  it('has no defect of its own in any of them', () => expect(defects).toEqual([]));
});
