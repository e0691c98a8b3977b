import { describeAlsoReal, startRealApiServer } from '../real/api-server.ts';
import { scalesOnlyPolicy } from './scales-only-suite.ts';

// A server of its own: one that once had this policy, and then no longer, does not learn of Deployments for it until it starts again.
describeAlsoReal('the scales-only policy on a real API server', () => scalesOnlyPolicy(startRealApiServer));
