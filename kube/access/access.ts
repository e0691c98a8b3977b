import type { Dispatcher } from 'undici';

/** How an API server is reached, and who asks: what `connect` makes of a kubeconfig, and what a test may replace. */
export interface Access {
  /** What the next request is sent with. Streams have connections of their own, so that no number of watches holds up a request. */
  authorize(use: 'request' | 'stream'): Promise<Pass>;
  /** A request with `pass` was refused, or the server's certificate was: is there anything else that can be shown now? */
  renew(pass: Pass): Promise<boolean>;
  /** Ends all connections, also those in use. */
  close(): Promise<void>;
}

export interface Pass {
  /** `https://host:6443`, and a path where there is one. */
  readonly server: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly dispatcher: Dispatcher;
}
