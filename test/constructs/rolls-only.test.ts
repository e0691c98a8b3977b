import { describe } from '@jest/globals';
import { startApiServer } from '../../local/api-server/start.ts';
import { rollsOnlyPolicy } from './rolls-only-suite.ts';

describe('the rolls-only policy on the embedded API server', () =>
  rollsOnlyPolicy(async () => {
    const server = await startApiServer();
    return { url: server.url, ca: server.ca, token: server.adminToken, stop: () => server.stop() };
  }));
