import type { Access, Pass } from './access.ts';
import { ApiError } from '../errors/api-error.ts';

/** Does something with what there is to show now; once more where that is refused and there is something newer. */
export async function withPass<T>(access: Access, use: 'request' | 'stream', act: (pass: Pass) => Promise<T>): Promise<T> {
  const pass = await access.authorize(use);
  try {
    return await act(pass);
  } catch (error) {
    if (!ApiError.is(error, 'unauthorized', 'untrusted') || !(await access.renew(pass))) throw error;
    return act(await access.authorize(use));
  }
}
