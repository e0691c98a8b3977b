import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { windowsAtServer } from './windows-suite.ts';

describeAlsoReal('windows, on a real API server', () => windowsAtServer(borrowRealApiServer));
