import { borrowRealApiServer, describeReal } from '../real/api-server.ts';
import { rollsOnlyPolicy } from './rolls-only-suite.ts';

describeReal('the rolls-only policy on a real API server', () => rollsOnlyPolicy(borrowRealApiServer));
