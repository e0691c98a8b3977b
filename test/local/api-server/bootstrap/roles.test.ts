import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { bootstrapRolesText, ROLES_FILE } from '../../../../scripts/bootstrap-roles.ts';
import { describeReal, startRealApiServer, type RealApiServer } from '../../../real/api-server.ts';

describeReal('the roles of every cluster', () => {
  let server: RealApiServer;
  beforeAll(async () => {
    server = await startRealApiServer();
  }, 90_000);
  afterAll(() => server.stop());

  it('are those of the real server', async () => expect(await bootstrapRolesText(server)).toBe(readFileSync(ROLES_FILE, 'utf8')));
});
