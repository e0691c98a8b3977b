import { startApiServer } from '../../local/api-server/start.ts';

/** The embedded server as a process of its own: says when it is ready, and how large it is whenever it is asked by a line. */
const server = await startApiServer();
/** Memory, and CPU time in microseconds. */
const taken = () => ({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage().user + process.cpuUsage().system });
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
say({ url: server.url, ca: server.ca, token: server.adminToken, readyMs: performance.now(), ...taken() });
process.stdin.on('data', () => say(taken()));
process.stdin.on('end', () => void server.stop());
