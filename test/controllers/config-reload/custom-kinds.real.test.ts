import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { customKinds } from './custom-kinds-suite.ts';

describeAlsoReal('config-reload and custom kinds, on a real API server', () => customKinds(borrowRealApiServer));
