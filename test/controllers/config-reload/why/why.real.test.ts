import { borrowRealApiServer, describeReal } from '../../../real/api-server.ts';
import { whyAtServer } from './why-suite.ts';

describeReal('why, on a real API server', () => whyAtServer(borrowRealApiServer));
