import type { Hook } from './hook.ts';

/** A webhook could not be asked, or did not answer as it should: what comes of that is for its failure policy to say. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  constructor({ name }: Pick<Hook, 'name'>, reason: string, options?: ErrorOptions) {
    super(`failed calling webhook ${JSON.stringify(name)}: ${reason}`, options);
  }
}
