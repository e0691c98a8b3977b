import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../../local/api-server/embedded-server.ts';
import { whyAtServer } from './why-suite.ts';

describe('why, on the embedded API server', () => whyAtServer(startEmbeddedServer));
