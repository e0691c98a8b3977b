import { borrowRealApiServer, describeReal } from '../../real/api-server.ts';
import { sharesAcrossNamespaces } from './shares-suite.ts';

describeReal('config-reload and sources of other namespaces, on a real API server', () => sharesAcrossNamespaces(borrowRealApiServer));
