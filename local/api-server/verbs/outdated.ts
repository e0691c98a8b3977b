import { conflict, STALE } from '../contracts/status-error.ts';
import type { ApiRequest } from './request.ts';

/** While somebody else was asked, what a write began with has changed: it has to begin again. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

const MOST_TRIES = 20;

/** Carries out a write; from its beginning, as often as another comes first. */
export async function untilCurrent<T>({ served, name = '' }: ApiRequest, act: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
    }
  }
  throw conflict(served.resource, name, STALE);
}
