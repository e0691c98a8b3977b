import { borrowRealApiServer, describeReal } from '../../real/api-server.ts';
import { customKinds } from './custom-kinds-suite.ts';

describeReal('config-reload and custom kinds, on a real API server', () => customKinds(borrowRealApiServer));
