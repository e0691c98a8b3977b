import type { buildConnector as Connectors } from 'undici';
import { buildConnector } from './dispatchers.ts';

/**
 * Connects so that each connection resumes the TLS session of one before it, which takes less than to begin anew: whoever
 * follows sixty kinds has sixty connections. undici would do so by itself, but holds a session so weakly that the next collection of
 * garbage takes it.
 */
export function resumingConnector(options: Connectors.BuildOptions): Connectors.connector {
  const connectSocket = buildConnector(options);
  const held: { session?: Buffer } = {};
  return (to, done) =>
    connectSocket(to, (...result) => {
      const [error, socket] = result;
      if (error === null) socket.on('session', (session: Buffer) => (held.session = session));
      done(...result);
    });
}
