import { Registry } from 'prom-client';
import { systemClock } from '../../../ground/time/clock.ts';
import type { Client } from '../../../kube/client/client.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { createStore } from '../../../kube/follow/store.ts';
import type { SetUpKit } from '../set-up.ts';

/** What a controller is set up with where there is no cluster: it finds out what it is made of, and nothing happens. */
export const nowhere = (program: string): SetUpKit => ({
  program,
  client: NOBODY,
  log: { debug() {}, info() {}, warn() {}, error() {} },
  clock: systemClock,
  wall: Date.now,
  metrics: { registry: new Registry() },
  follower: { follow: (_, { indexes }) => createStore({ indexes }).store, listens: true, problems: () => [] },
  wake() {},
  events: { record() {} },
  observers: { add() {} },
});

const refuse = (): Promise<never> =>
  Promise.reject(new ApiError('configuration', 'there is no cluster to ask while rights are rendered: ask it in a reconcile'));
async function* refuseAll(): AsyncGenerator<never> {
  yield await refuse();
}

const NOBODY: Client = {
  get: refuse,
  list: refuse,
  listPages: refuseAll,
  watch: refuseAll,
  create: refuse,
  update: refuse,
  patch: refuse,
  delete: refuse,
  evict: refuse,
  raw: refuse,
};
