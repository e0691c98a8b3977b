import type { IncomingMessage } from 'node:http';

/** What a connection speaks once it has left HTTP. */
export interface StreamProtocol {
  readonly carrier: 'spdy' | 'websocket';
  readonly name: string;
}

export const TUNNELLED_SPDY = 'SPDY/3.1+portforward.k8s.io';
/** Two channels a port, data and errors; each message begins with its channel's number, the first of each is the port. */
export const PORT_CHANNELS = 'v4.channel.k8s.io';

type Spoken = Readonly<Record<StreamProtocol['carrier'], readonly string[]>>;

/** Each message begins with its channel's number. From `v5` on a client can say that its input has ended. */
const COMMAND: Spoken = { websocket: ['v5.channel.k8s.io', 'v4.channel.k8s.io'], spdy: ['v4.channel.k8s.io'] };

/** In the order in which they are preferred. */
const SPOKEN: ReadonlyMap<string, Spoken> = new Map([
  ['portforward', { websocket: [TUNNELLED_SPDY, PORT_CHANNELS], spdy: ['portforward.k8s.io'] }],
  ['exec', COMMAND],
  ['attach', COMMAND],
]);

const PATH = /^[^?]*\/pods\/[^/?]+\/(?<subresource>\w+)(?:\?|$)/;

const wordsOf = (header: readonly string[] | string = ''): readonly string[] =>
  (typeof header === 'string' ? header : header.join(',')).split(',').map((word) => word.trim());

/** Only such a request leaves HTTP; any other that wants to is answered as if it did not. */
export function streamProtocolOf({ url = '', headers }: IncomingMessage): StreamProtocol | undefined {
  const spoken = SPOKEN.get(PATH.exec(url)?.groups?.['subresource'] ?? '');
  const upgrade = wordsOf(headers.upgrade?.toLowerCase());
  const carrier = upgrade.includes('websocket') ? 'websocket' : upgrade.includes('spdy/3.1') ? 'spdy' : undefined;
  if (spoken === undefined || carrier === undefined) return undefined;
  const offered = wordsOf(headers[carrier === 'websocket' ? 'sec-websocket-protocol' : 'x-stream-protocol-version']);
  const name = spoken[carrier].find((word) => offered.includes(word));
  return name === undefined ? undefined : { carrier, name };
}
