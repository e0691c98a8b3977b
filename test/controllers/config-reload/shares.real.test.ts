import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { sharesAcrossNamespaces } from './shares-suite.ts';

describeAlsoReal('config-reload and sources of other namespaces, on a real API server', () => sharesAcrossNamespaces(borrowRealApiServer));
