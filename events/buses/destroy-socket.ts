import { isRecord } from '../../ground/json/json.ts';

/**
 * Destroys the socket that a library keeps under a name of its own, and does not offer: its own `close` would wait until a server that
 * is frozen has taken the rest. The error is for the library, which else may not notice.
 */
export function destroySocket(holder: object, name: string): void {
  const socket: unknown = Reflect.get(holder, name);
  const destroy = isRecord(socket) ? socket['destroy'] : undefined;
  if (typeof destroy === 'function') Reflect.apply(destroy, socket, [new Error('ended by ourselves')]);
}
