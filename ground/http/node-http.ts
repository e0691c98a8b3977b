import type * as Http from 'node:http';
import type * as Https from 'node:https';
import { createRequire } from 'node:module';

/**
 * Node's HTTP, as `require` gives it: importing it as an ES module reads all its exports, among them those that are made
 * when they are first read (WebSocket and its like). That would cost every process up to 14 MiB and a tenth of a second.
 */
const require = createRequire(import.meta.url);
export const http = require('node:http') as typeof Http;
export const https = require('node:https') as typeof Https;
