import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { customKinds } from './custom-kinds-suite.ts';

describe('config-reload and custom kinds, on the embedded API server', () => customKinds(startEmbeddedServer, ['env-vars']));
