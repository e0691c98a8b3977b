import type { ConnectOptions } from '../../kube/connect.ts';
import { connected, type Connected } from '../connected.ts';
import { borrowRealApiServer, type BorrowedApiServer } from './borrowed.ts';

/** Borrows a real API server for all tests of a suite, and connects to it. */
export const connectToRealApiServer = (options?: Pick<ConnectOptions, 'concurrency'>): Connected<BorrowedApiServer> =>
  connected(borrowRealApiServer, options);
