import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { GO_FIELDS_FILE, goFieldsText } from '../../../../scripts/kubernetes-schema/go-modules.ts';
import { readSchemaText, SCHEMA_FILE } from '../../../../scripts/kubernetes-schema/read-schema.ts';
import { describeReal, startRealApiServer, type RealApiServer } from '../../../real/api-server.ts';

describeReal('the committed schema of Kubernetes', () => {
  let server: RealApiServer;
  beforeAll(async () => {
    server = await startRealApiServer();
  }, 90_000);
  afterAll(() => server.stop());

  it('is what scripts/write-kubernetes-schema.ts writes', async () => {
    expect(await readSchemaText(server)).toBe(readFileSync(SCHEMA_FILE, 'utf8'));
  });
});

describe('the committed Go facts', () => {
  it('are what scripts/write-kubernetes-schema.ts writes, where the Go modules are present', async () => {
    const text = await goFieldsText();
    expect(text ?? readFileSync(GO_FIELDS_FILE, 'utf8')).toBe(readFileSync(GO_FIELDS_FILE, 'utf8'));
  });

  it('know every field of the schema', () => {
    const { types } = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as { types: Record<string, Record<string, string>> };
    const facts = JSON.parse(readFileSync(GO_FIELDS_FILE, 'utf8')) as Record<string, string>;
    const head = new Set(['*', 'apiVersion', 'kind']);
    const missing = Object.entries(types).flatMap(([type, fields]) =>
      Object.keys(fields).filter((field) => !head.has(field) && !` ${facts[type]}`.includes(` ${field}:`)).map((field) => `${type}.${field}`));
    expect(missing).toEqual([]);
  });
});
