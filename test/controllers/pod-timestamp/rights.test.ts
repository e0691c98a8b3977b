import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { rightsAtServer } from './rights-suite.ts';

describe('pod-timestamp, with the rights of an account', () => rightsAtServer(startEmbeddedServer));
