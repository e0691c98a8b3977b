import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import type { JsonObject } from '../../../../ground/json/json.ts';
import { describeRecord, borrowRealApiServer, type BorrowedApiServer } from '../../../real/api-server.ts';
import { applyAnswers } from '../patch/apply-cases.ts';
import { tableAnswers } from '../printers/table-cases.ts';
import { customAnswers } from '../schema/custom-cases.ts';
import { defaultsAnswers } from '../schema/defaults-cases.ts';
import { validationAnswers } from '../validation/validation-cases.ts';
import { committed, type AskServer, type AnswerTable } from './ask.ts';

/** UPDATE_ANSWERS=1 writes what the real server answers now. */
const update = process.env['UPDATE_ANSWERS'] === '1';
const TABLES: Readonly<Record<string, AnswerTable>> = {
  apply: applyAnswers,
  'custom kinds': customAnswers,
  validation: validationAnswers,
  defaults: defaultsAnswers,
  tables: tableAnswers,
};

const text = (answers: JsonObject) =>
  `{\n${Object.entries(answers)
    .map(([name, answer]) => ` ${JSON.stringify(name)}: ${JSON.stringify(answer)}`)
    .join(',\n')}\n}\n`;

describeRecord('the committed answers', () => {
  let server: BorrowedApiServer;
  let dispatcher: Agent;
  beforeAll(async () => {
    server = await borrowRealApiServer();
    dispatcher = new Agent({ connect: { ca: server.ca } });
  });
  afterAll(async () => {
    await dispatcher.close();
  });
  const ask: AskServer = async ({ method, path, body, contentType = 'application/json', accept = 'application/json' }) => {
    const headers = {
      authorization: `Bearer ${server.token}`,
      accept,
      'user-agent': 'tester/1',
      ...(body !== undefined && { 'content-type': contentType }),
    };
    const response = await fetch(`${server.url}${path}`, {
      method,
      dispatcher,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const warning = response.headers.get('warning');
    return {
      code: response.status,
      body:
        response.headers.get('content-type')?.includes('json') === true
          ? ((await response.json()) as JsonObject)
          : { message: await response.text() },
      ...(warning !== null && { warnings: [warning] }),
    };
  };

  it.each(Object.entries(TABLES))('on %s are those of the real server', async (_, table) => {
    const answers = await table.answers(ask);
    if (update) writeFileSync(table.file, text(answers));
    expect(answers).toEqual(committed(table));
  });
});
