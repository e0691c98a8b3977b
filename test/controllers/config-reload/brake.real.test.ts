import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { brakes } from './brake-suite.ts';

describeAlsoReal('the brake, on a real API server', () => brakes(borrowRealApiServer));
