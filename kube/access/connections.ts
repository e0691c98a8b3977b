import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { buildConnector as Connectors, Dispatcher } from 'undici';
import { messageOf } from '../../ground/text/message-of.ts';
import { ApiError } from '../errors/api-error.ts';
import { Agent, ProxyAgent } from './dispatchers.ts';
import { resumingConnector } from './resuming-connector.ts';

interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/** Kept connections to one server: some for requests, which wait for each other, and as many as are wanted for streams. */
export interface Connections {
  readonly request: Dispatcher;
  readonly stream: Dispatcher;
}

export interface ConnectionPool {
  /** The connections for these settings. Those for former ones go on until what they carry has ended. */
  for(tls: Tls, proxy?: string): Connections;
  /** Ends all of them, also those in use. */
  close(): Promise<void>;
}

/** `background`: a stream in which nothing comes keeps no process alive. */
export function createConnectionPool(concurrency: number, background: boolean): ConnectionPool {
  const alive = new Set<Connections>();
  let current: { readonly settings: string; readonly connections: Connections } | undefined;

  const retire = async (connections: Connections): Promise<void> => {
    await Promise.allSettled([connections.request.close(), connections.stream.close()]);
    alive.delete(connections);
  };
  return {
    for: (tls, proxy) => {
      const settings = JSON.stringify([tls, proxy]);
      if (current?.settings === settings) return current.connections;
      if (current !== undefined) void retire(current.connections);
      const open = proxy === undefined ? direct(tls) : throughProxy(tls, proxy);
      const connections = { request: open({ concurrency }), stream: open({ background }) };
      current = { settings, connections };
      alive.add(connections);
      return connections;
    },
    close: async () => {
      await Promise.all([...alive].flatMap(({ request, stream }) => [request.destroy(), stream.destroy()]));
    },
  };
}

interface Kept {
  /** As many as are wanted, without it. */
  readonly concurrency?: number;
  readonly background?: boolean;
}

type Open = (kept: Kept) => Dispatcher;

/** HTTP/1.1: a stream a connection, so that no slow reader and no lost packet holds up another. Deadlines are the exchange's. */
const SETTINGS = { bodyTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000, allowH2: false } as const;

const howToConnect = (tls: Tls) => ({ ...tls, ...contextOf(tls), keepAlive: true, keepAliveInitialDelay: 30_000, allowH2: false });

function direct(tls: Tls): Open {
  const connect = resumingConnector(howToConnect(tls));
  return ({ concurrency: connections, background = false }) =>
    new Agent({ ...SETTINGS, connections, connect: background ? inBackground(connect) : connect });
}

const throughProxy =
  (tls: Tls, proxy: string): Open =>
  ({ concurrency: connections }) => {
    try {
      return new ProxyAgent({ ...SETTINGS, connections, uri: proxy.replace(/^socks5h:/, 'socks5:'), requestTls: howToConnect(tls) });
    } catch (cause) {
      const whose = `the proxy ${proxy}, which the kubeconfig or the environment names`;
      const remedy = 'give a URL that begins with http:// or socks5://';
      throw new ApiError('configuration', `${whose}, cannot be used (${messageOf(cause)}): ${remedy}`, { cause });
    }
  };

/** Connects so that a connection keeps the process alive until its answer begins, and then no longer. */
function inBackground(connectSocket: Connectors.connector): Connectors.connector {
  const untilAnswered = (socket: Socket): void => void socket.once('readable', () => socket.unref());
  return (to, done) =>
    connectSocket(to, (...result) => {
      const [error, socket] = result;
      if (error !== null) return done(...result); // and then there is no second one, whatever the types say
      const keepAlive = socket.ref.bind(socket);
      socket.ref = () => {
        untilAnswered(socket);
        return keepAlive();
      };
      untilAnswered(socket);
      done(...result);
    });
}

/**
 * What certificates are checked with, once for all connections: whoever follows sixty kinds has sixty of them. Certificates that cannot
 * be read are left to the connection, which says why.
 */
function contextOf({ ca, cert, key }: Tls): { readonly secureContext?: SecureContext } {
  if (ca === undefined) return {}; // Node has one of its own
  try {
    return { secureContext: createSecureContext({ ca, cert, key }) };
  } catch {
    return {};
  }
}
