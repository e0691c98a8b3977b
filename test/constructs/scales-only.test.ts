import { describe } from '@jest/globals';
import { startApiServer } from '../../local/api-server/start.ts';
import { scalesOnlyPolicy } from './scales-only-suite.ts';

describe('the scales-only policy on the embedded API server', () =>
  scalesOnlyPolicy(async () => {
    const server = await startApiServer();
    return { url: server.url, ca: server.ca, token: server.adminToken, stop: () => server.stop() };
  }));
