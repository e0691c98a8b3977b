import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { demandOnServer } from './on-server-suite.ts';

describeAlsoReal('demand on a real API server', () => demandOnServer(borrowRealApiServer));
