import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { brakes } from './brake-suite.ts';

describe('the brake, on the embedded API server', () => brakes(startEmbeddedServer));
