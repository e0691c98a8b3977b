import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { obeysFlags } from './flags-suite.ts';

describeAlsoReal('the flags of config-reload, on a real API server', () => obeysFlags(borrowRealApiServer));
