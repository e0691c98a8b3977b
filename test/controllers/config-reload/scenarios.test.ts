import { describe } from '@jest/globals';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { reloadersScenarios } from './scenarios-suite.ts';

describe("Reloader's own scenarios, on the embedded API server", () => reloadersScenarios(startEmbeddedServer));
