import { objectOrEmpty } from '../../../ground/json/json.ts';
import type { ResourceStrategy } from './strategy.ts';

/** A request for a certificate tells who made it, and stays as it was made. */
export const certificateRequests: ResourceStrategy = {
  onCreate: (object, { user: { name, uid, groups, extra } }) => ({
    ...object,
    spec: {
      ...objectOrEmpty(object['spec']),
      username: name,
      ...(uid === undefined ? {} : { uid }),
      groups,
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
    status: {},
  }),
  onUpdate: (object, old) => ({ ...object, spec: old['spec'] }),
};
