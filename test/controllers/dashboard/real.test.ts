import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { dashboardOnServer } from './on-server-suite.ts';

describeAlsoReal('the dashboard on a real API server', () => dashboardOnServer(borrowRealApiServer));
