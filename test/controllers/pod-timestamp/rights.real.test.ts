import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { rightsAtServer } from './rights-suite.ts';

describeAlsoReal('pod-timestamp on a real API server, with the rights of an account', () => rightsAtServer(borrowRealApiServer));
