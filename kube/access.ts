import type { Dispatcher } from 'undici';

/** How an API server is reached and who asks: what `connect` makes of a kubeconfig, and what a test may replace. */
export interface Access {
  /** `https://host:6443`, and a path where there is one. */
  readonly server: string;
  /** Streams have connections of their own, so that no number of watches holds up a request. */
  dispatcher(use: 'request' | 'stream'): Dispatcher;
  /** Headers that say who asks. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Called when the credentials or the server's certificate were refused. True if something else can now be shown. */
  renew(): Promise<boolean>;
  close(): Promise<void>;
}
