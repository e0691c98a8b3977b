import type { Connection, ConnectionOptions, EventContext } from 'rhea';
import { onAbort } from '../../../ground/time/abort.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import { destroySocket } from '../destroy-socket.ts';
import { loadLibraries } from '../libraries.ts';

export const AMQP_PACKAGES = ['rhea'];
export type AmqpLibrary = Awaited<ReturnType<typeof loadAmqp>>;

/** The library is its container: what it exports is the default export's. */
export const loadAmqp = (scheme: string) =>
  loadLibraries({ schemes: [scheme], packages: AMQP_PACKAGES }, async () => (await import('rhea')).default);

/** Where a sender sends to or a receiver reads from, and how to get there. */
export interface AmqpPlace {
  readonly address: string;
  readonly connection: ConnectionOptions;
  /** Proves on a new connection who we are; what it returns ends that. */
  authorize?(connection: Connection, library: AmqpLibrary): Promise<() => void>;
}

/** Rejects with whatever ends the connection first. */
export async function connectAmqp(
  library: AmqpLibrary,
  options: ConnectionOptions,
  { lost, signal }: { readonly lost: (why: string) => void; readonly signal: AbortSignal },
): Promise<Connection> {
  const container = library.create_container();
  const connection = container.connect({ ...options, reconnect: false, container_id: `civ8s-${library.generate_uuid()}` });
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const end = (context: EventContext): void => {
    const why = whyOf(context);
    reject(new Error(why));
    lost(why);
  };
  connection.on('connection_open', () => resolve(connection));
  for (const event of ['disconnected', 'connection_error', 'connection_close', 'session_error', 'session_close', 'protocol_error', 'error'])
    connection.on(event, end);
  const forget = onAbort(signal, () => cutAmqp(connection));
  return promise.finally(forget);
}

export const cutAmqp = (connection: Connection): void => destroySocket(connection, 'socket');

export function whyOf({ connection, sender, receiver, error }: EventContext): string {
  const problem: unknown = sender?.error ?? receiver?.error ?? error ?? connection?.error;
  if (problem === undefined) return 'the server has closed the connection';
  const { condition, description } = Object(problem) as { readonly condition?: unknown; readonly description?: unknown };
  return typeof condition === 'string' ? [condition, description].filter(Boolean).join(': ') : messageOf(problem);
}
