import { borrowRealApiServer, describeReal } from '../../real/api-server.ts';
import { windowsAtServer } from './windows-suite.ts';

describeReal('windows, on a real API server', () => windowsAtServer(borrowRealApiServer));
