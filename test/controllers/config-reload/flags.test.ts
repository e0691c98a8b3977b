import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { obeysFlags } from './flags-suite.ts';

describe('the flags of config-reload, on the embedded API server', () => obeysFlags(startEmbeddedServer));
