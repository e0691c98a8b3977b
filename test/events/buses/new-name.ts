import { randomBytes } from 'node:crypto';

/** A name that nothing on a broker has: also not what another suite of the same process, or an earlier run, has left there. */
export const newName = (): string => `place-${randomBytes(6).toString('hex')}`;
