import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { dashboardOnServer } from './on-server-suite.ts';

describe('the dashboard on the embedded API server', () => dashboardOnServer(startEmbeddedServer));
