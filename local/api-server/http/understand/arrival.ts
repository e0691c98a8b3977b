import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** A connection that is to carry another protocol, and what has come on it already. */
export interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
  /** The connection is no longer the response's. */
  release(): void;
}

/** One request as it came: nothing of it is believed yet. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Where the client wants another protocol than HTTP, and can have it. */
  readonly upgrade?: Upgrade;
  /** Each becomes a Warning header of the answer, whatever that will be. */
  readonly warnings: string[];
}

export function arrive(request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): Arrival {
  const [, path = '/', search = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '/') ?? [];
  return { request, response, path, query: new URLSearchParams(search), upgrade, warnings: [] };
}
