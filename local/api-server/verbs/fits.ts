import type { StoredObject } from '../contracts/kube-object.ts';
import { StatusError } from '../contracts/status-error.ts';

/** As much as etcd takes in a request. */
const MOST_BYTES = 1.5 * 1024 * 1024;

/** The object, unless it is larger than a real server could store: then throws what that says, its 500 included. */
export function fitting(object: StoredObject): StoredObject {
  if (Buffer.byteLength(JSON.stringify(object)) > MOST_BYTES) throw new StatusError(500, undefined, 'etcdserver: request is too large');
  return object;
}
