import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { sharesAcrossNamespaces } from './shares-suite.ts';

describe('config-reload and sources of other namespaces, on the embedded API server', () => sharesAcrossNamespaces(startEmbeddedServer));
