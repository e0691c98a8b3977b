import { borrowRealApiServer, describeReal } from '../real/api-server.ts';
import { scalesOnlyPolicy } from './scales-only-suite.ts';

describeReal('the scales-only policy on a real API server', () => scalesOnlyPolicy(borrowRealApiServer));
