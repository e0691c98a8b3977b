import { beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { bootstrapRolesText, ROLES_FILE } from '../../../../scripts/bootstrap-roles.ts';
import { describeRecord, borrowRealApiServer, type BorrowedApiServer } from '../../../real/api-server.ts';

describeRecord('the roles of every cluster', () => {
  let server: BorrowedApiServer;
  beforeAll(async () => {
    server = await borrowRealApiServer();
  });

  it('are those of the real server', async () => expect(await bootstrapRolesText(server)).toBe(readFileSync(ROLES_FILE, 'utf8')));
});
