export { realm } from './quick-realm.ts';

/** One of each controller is enough on one machine. */
export const settings = { system: { replicas: 1 } };
