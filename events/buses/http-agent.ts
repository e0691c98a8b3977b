import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { BusContext } from './bus.ts';

const MOST_CONNECTIONS = 64;

/** Connections of HTTP, through the proxies that the environment names. */
export const httpAgentOf = (env: BusContext['env']): Dispatcher =>
  new EnvHttpProxyAgent({
    connections: MOST_CONNECTIONS,
    httpProxy: env['http_proxy'] ?? env['HTTP_PROXY'] ?? '',
    httpsProxy: env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '',
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
  });
