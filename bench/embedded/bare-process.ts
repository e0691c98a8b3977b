import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueServer } from '../../ground/certificates/certificate.ts';

/**
 * HTTPS and JSON as Node has them, and nothing else, in the place of an API server: what comes is parsed, put together with the object of
 * that path, and sent back.
 */
const authority = createAuthority('bare', Date.now());
const { certificate: cert, key } = issueServer(authority, ['127.0.0.1'], Date.now());
const objects = new Map<string, object>();
const server = createServer({ cert, key }, (request, response) => {
  const pieces: Buffer[] = [];
  request
    .on('data', (piece: Buffer) => pieces.push(piece))
    .once('end', () => {
      const path = request.url ?? '';
      const object: object = { ...objects.get(path), ...JSON.parse(Buffer.concat(pieces).toString()) };
      objects.set(path, object);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(object));
    });
});
const taken = () => ({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage().user + process.cpuUsage().system });
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  say({ url: `https://127.0.0.1:${port}`, ca: authority.certificate, token: '', readyMs: performance.now(), ...taken() });
});
process.stdin.on('data', () => say(taken()));
process.stdin.on('end', () => server.close());
process.once('SIGINT', () => process.exit()); // in order, so that what was compiled is kept for its next start
