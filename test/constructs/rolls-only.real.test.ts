import { borrowRealApiServer, describeAlsoReal } from '../real/api-server.ts';
import { rollsOnlyPolicy } from './rolls-only-suite.ts';

describeAlsoReal('the rolls-only policy on a real API server', () => rollsOnlyPolicy(borrowRealApiServer));
