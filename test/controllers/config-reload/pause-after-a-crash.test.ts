import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { endsPausesAfterACrash } from './pause-after-a-crash-suite.ts';

describe('a pause whose controller is killed, on the embedded API server', () => endsPausesAfterACrash(startEmbeddedServer));
