import { borrowRealApiServer, describeReal } from '../../real/api-server.ts';
import { demandOnServer } from './on-server-suite.ts';

describeReal('demand on a real API server', () => demandOnServer(borrowRealApiServer));
