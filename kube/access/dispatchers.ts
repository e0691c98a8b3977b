import methods from 'undici/lib/api/index.js';
import buildConnector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

/**
 * The third of undici that speaks HTTP, without its fetch, WebSocket, caches and mocks: whoever starts often, or has many processes, feels
 * the rest (docs/decisions/0055). Its own entry puts the methods on the class in the same way.
 */
Object.assign(Dispatcher.prototype, methods);

export { Agent, buildConnector, ProxyAgent };
