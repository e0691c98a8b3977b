import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { endsPausesAfterACrash } from './pause-after-a-crash-suite.ts';

describeAlsoReal('a pause whose controller is killed, on a real API server', () => endsPausesAfterACrash(borrowRealApiServer));
