import { afterEach, beforeEach } from '@jest/globals';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { createWorld, type AgentWorld } from './world.ts';

/** A world on an embedded API server, and what that can be made to do wrong. */
export interface EmbeddedWorld extends AgentWorld, Pick<ApiServer, 'faults' | 'adminToken'> {}

/** Each test finds a world of its own under this name. */
export function worldOfEachTest(): EmbeddedWorld {
  let server: ApiServer;
  let world: AgentWorld;
  beforeEach(async () => {
    server = await startApiServer({ defaultAccounts: false });
    world = await createWorld(server.kubeconfig);
  });
  afterEach(async () => {
    await world.end();
    await server.stop();
  });
  return {
    get client() {
      return world.client;
    },
    get kubeconfig() {
      return world.kubeconfig;
    },
    get bus() {
      return world.bus;
    },
    get namespace() {
      return world.namespace;
    },
    get folder() {
      return world.folder;
    },
    get faults() {
      return server.faults;
    },
    get adminToken() {
      return server.adminToken;
    },
    start: (...args) => world.start(...args),
    startForAll: (...args) => world.startForAll(...args),
    read: (url) => world.read(url),
    put: (name, wood) => world.put(name, wood),
    remove: (name) => world.remove(name),
    end: () => world.end(),
  };
}
