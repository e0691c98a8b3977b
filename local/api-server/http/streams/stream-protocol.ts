import type { IncomingMessage } from 'node:http';

/** What a connection speaks once it has left HTTP. */
export interface StreamProtocol {
  readonly carrier: 'spdy' | 'websocket';
  readonly name: string;
}

export const TUNNELLED_SPDY = 'SPDY/3.1+portforward.k8s.io';
/** Two channels a port, data and errors; each message begins with its channel's number, the first of each is the port. */
export const PORT_CHANNELS = 'v4.channel.k8s.io';

/** In the order in which they are preferred. */
const SPOKEN: Readonly<Record<string, Readonly<Record<StreamProtocol['carrier'], readonly string[]>>>> = {
  portforward: { websocket: [TUNNELLED_SPDY, PORT_CHANNELS], spdy: ['portforward.k8s.io'] },
};

const PATH = /^[^?]*\/pods\/[^/?]+\/(?<subresource>portforward)(?:\?|$)/;

const wordsOf = (header: readonly string[] | string = ''): readonly string[] =>
  (typeof header === 'string' ? header : header.join(',')).split(',').map((word) => word.trim());

/** Only such a request leaves HTTP; any other that wants to is answered as if it did not. */
export function streamProtocolOf({ url = '', headers }: IncomingMessage): StreamProtocol | undefined {
  const spoken = SPOKEN[PATH.exec(url)?.groups?.['subresource'] ?? ''];
  const carrier = wordsOf(headers.upgrade?.toLowerCase()).includes('websocket')
    ? 'websocket'
    : wordsOf(headers.upgrade?.toLowerCase()).includes('spdy/3.1')
      ? 'spdy'
      : undefined;
  if (spoken === undefined || carrier === undefined) return undefined;
  const offered = wordsOf(headers[carrier === 'websocket' ? 'sec-websocket-protocol' : 'x-stream-protocol-version']);
  const name = spoken[carrier].find((word) => offered.includes(word));
  return name === undefined ? undefined : { carrier, name };
}
