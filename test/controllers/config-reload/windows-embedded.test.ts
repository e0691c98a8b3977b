import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { windowsAtServer } from './windows-suite.ts';

describe('windows, on the embedded API server', () => windowsAtServer(startEmbeddedServer));
