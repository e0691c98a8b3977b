import { createHmac } from 'node:crypto';
import type { Connection, EventContext } from 'rhea';
import { whyOf, type AmqpLibrary } from './connect-amqp.ts';

const LASTS_S = 3_600;
const RENEW_MS = 45 * 60_000;

export interface SharedAccess {
  /** What it is for: `sb://name.servicebus.windows.net/topic`. */
  readonly audience: string;
  readonly keyName: string;
  readonly key: string;
}

/** A signature that whoever has the key can check, good until a time in seconds since 1970. */
export function sharedAccessSignature({ audience, keyName, key }: SharedAccess, expiresAt: number): string {
  const resource = encodeURIComponent(audience);
  const signature = createHmac('sha256', key).update(`${resource}\n${expiresAt}`).digest('base64');
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiresAt}&skn=${encodeURIComponent(keyName)}`;
}

/** Puts a token to the node `$cbs` of a connection, and again before it expires, until the answer is called. */
export async function putToken(connection: Connection, library: AmqpLibrary, access: SharedAccess): Promise<() => void> {
  const node = '$cbs';
  const waiting = new Map<unknown, PromiseWithResolvers<void>>();
  const receiver = connection.open_receiver({ source: { address: node } });
  const sender = connection.open_sender({ target: { address: node } });
  const opened = Promise.all([opening(receiver, 'receiver'), opening(sender, 'sender')]);
  receiver.on('message', ({ message }: EventContext) => {
    const answer = waiting.get(message?.correlation_id);
    const { 'status-code': status, 'status-description': description } = Object(message?.application_properties) as Record<string, unknown>;
    if (Number(status) >= 200 && Number(status) < 300) answer?.resolve();
    else answer?.reject(new Error(`the token was refused: ${String(status)} ${String(description)}`));
  });

  async function put(): Promise<void> {
    const id = library.generate_uuid();
    const answer = Promise.withResolvers<void>();
    waiting.set(id, answer);
    const properties = { operation: 'put-token', type: 'servicebus.windows.net:sastoken', name: access.audience };
    const body = sharedAccessSignature(access, Math.floor(Date.now() / 1_000) + LASTS_S);
    sender.send({ message_id: id, reply_to: node, to: node, application_properties: properties, body });
    await answer.promise.finally(() => waiting.delete(id));
  }

  await opened;
  await put();
  const renewing = setInterval(() => void put().catch(() => connection.close()), RENEW_MS);
  return () => clearInterval(renewing);
}

const opening = (link: { on(event: string, act: (context: EventContext) => void): unknown }, kind: 'sender' | 'receiver'): Promise<void> =>
  new Promise((resolve, reject) => {
    link.on(`${kind}_open`, () => resolve());
    link.on(`${kind}_error`, (context) => reject(new Error(whyOf(context))));
    link.on(`${kind}_close`, (context) => reject(new Error(whyOf(context))));
  });
