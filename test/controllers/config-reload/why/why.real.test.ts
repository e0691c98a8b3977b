import { borrowRealApiServer, describeAlsoReal } from '../../../real/api-server.ts';
import { whyAtServer } from './why-suite.ts';

describeAlsoReal('why, on a real API server', () => whyAtServer(borrowRealApiServer));
