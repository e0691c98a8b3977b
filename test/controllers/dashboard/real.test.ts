import { borrowRealApiServer, describeReal } from '../../real/api-server.ts';
import { dashboardOnServer } from './on-server-suite.ts';

describeReal('the dashboard on a real API server', () => dashboardOnServer(borrowRealApiServer));
