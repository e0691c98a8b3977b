import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { reloadersScenarios } from './scenarios-suite.ts';

describeAlsoReal("Reloader's own scenarios, on a real API server", () => reloadersScenarios(borrowRealApiServer));
