import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { apiClient, textOf, type ApiClient, type ApiServerUnderTest } from '../test/local/api-server/api-client.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { starts } from './embedded/starts.ts';
import { percentile, show } from './figure.ts';
import { tellHotPath } from './hot-paths.ts';

const CONNECTIONS = 16;
const OBJECTS = 200;
const PATCHES = 6_000;
const WATCHED = 400;
const MIB = 1_048_576;

const at = '/api/v1/namespaces/default/configmaps';
const MERGE = 'application/merge-patch+json';
const GOOD = 'goods.civ8s.dev/wood';
const patch = (api: ApiClient, name: string, value: string) =>
  api.ask('PATCH', `${at}/${name}`, { type: MERGE, body: { metadata: { annotations: { [GOOD]: value } } } });

interface Started extends ApiServerUnderTest {
  readonly readyMs: number;
  readonly rss: number;
  readonly cpu: number;
}

async function started(program: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => JSON.parse(String((await lines.next()).value)) as Started;
  return {
    started: await said(),
    taken: async () => {
      child.stdin.write('\n');
      return said();
    },
    stop: async () => {
      child.stdin.end();
      child.kill();
      await once(child, 'exit');
    },
  };
}

/**
 * Merge patches of annotations over so many connections, each answered before the next of its connection.
 * The client is as lean as can be: it shares the machine.
 */
async function patchesPerSecond(api: ApiClient, { url, ca, token }: ApiServerUnderTest): Promise<number> {
  const pool = new Pool(url, { connections: CONNECTIONS, connect: { ca } });
  const headers = { authorization: `Bearer ${token}`, 'content-type': MERGE };
  await Promise.all(Array.from({ length: OBJECTS }, (_, i) => api.ask('POST', at, { body: { metadata: { name: `c${i}` } } })));
  const each = async (connection: number, count: number) => {
    for (let i = 0; i < count; i += 1) {
      const path = `${at}/c${(connection + i * CONNECTIONS) % OBJECTS}`;
      const { statusCode, body } = await pool.request({
        method: 'PATCH',
        path,
        headers,
        body: JSON.stringify({ metadata: { annotations: { [GOOD]: `${connection}-${i}` } } }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`a patch was answered ${statusCode}`);
    }
  };
  const all = (count: number) => Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => each(connection, count / CONNECTIONS)));
  await all(PATCHES / 6); // until the compiler has seen enough
  const began = performance.now();
  await all(PATCHES);
  const seconds = (performance.now() - began) / 1_000;
  await pool.close();
  return PATCHES / seconds;
}

/** From the first byte of a patch to the watch event that it causes, one after another. */
async function delays(api: ApiClient): Promise<readonly number[]> {
  const { body } = await api.ask('GET', at);
  const events = await api.watch(`${at}?watch=true&resourceVersion=${textOf(body['metadata']?.['resourceVersion'])}`);
  const found: number[] = [];
  for (let i = 0; i < WATCHED; i += 1) {
    const began = performance.now();
    const seen = events.next();
    const answered = patch(api, 'c0', `watched-${i}`);
    await seen;
    found.push(performance.now() - began);
    await answered;
  }
  await events.return(undefined);
  return found.slice(WATCHED / 4);
}

/** The same patches, to a server that does nothing for them but read and answer; of its processor, each. */
async function bareMicroseconds(): Promise<number> {
  const bare = await started('embedded/bare-process.ts');
  const api = apiClient(bare.started, 2);
  try {
    await patchesPerSecond(api, bare.started);
    return ((await bare.taken()).cpu - bare.started.cpu) / (PATCHES + PATCHES / 6 + OBJECTS);
  } finally {
    await api.close();
    await bare.stop();
  }
}

async function measure(server: ApiServerUnderTest): Promise<{ readonly rate: number; readonly p99: number }> {
  const api = apiClient(server, 2);
  try {
    return { rate: await patchesPerSecond(api, server), p99: percentile(await delays(api), 0.99) };
  } finally {
    await api.close();
  }
}

/** The embedded API server beside the real one, where KUBEBUILDER_ASSETS names it, in one run. */
export async function embeddedServer(print: (line: string) => void): Promise<void> {
  await starts(print);
  const server = await started('embedded/server-process.ts');
  try {
    print(show({ what: 'embedded in a process of a test: ready', value: server.started.readyMs, unit: 'ms' }));
    print(show({ what: 'embedded in a process of a test: memory when ready', value: server.started.rss / MIB, unit: 'MiB' }));
    const { rate, p99 } = await measure(server.started);
    print(show({ what: `embedded: patches, ${CONNECTIONS} connections`, value: rate, unit: '/s', bar: { atLeast: 5_000 } }));
    print(show({ what: 'embedded: patch to watch event, p99', value: p99, unit: 'ms', bar: { atMost: 10 } }));
    const { rss, cpu } = await server.taken();
    const requests = PATCHES + PATCHES / 6 + OBJECTS + WATCHED;
    tellHotPath(print, {
      path: 'embedded server: a patch, of the processor',
      value: (cpu - server.started.cpu) / requests,
      unit: 'us',
      bar: { atMost: 200 },
      beside: { what: 'HTTPS and JSON of bare Node', value: await bareMicroseconds() },
    });
    print(show({ what: 'embedded: memory after all that', value: rss / MIB, unit: 'MiB' }));
  } finally {
    await server.stop();
  }
  if (process.env['KUBEBUILDER_ASSETS'] === undefined) {
    print('the real API server is not here: KUBEBUILDER_ASSETS is not set');
    return;
  }
  const began = performance.now();
  const real = await startRealApiServer();
  try {
    print(show({ what: 'real: ready, with etcd', value: performance.now() - began, unit: 'ms' }));
    const { rate, p99 } = await measure(real);
    print(show({ what: `real: patches, ${CONNECTIONS} connections`, value: rate, unit: '/s' }));
    print(show({ what: 'real: patch to watch event, p99', value: p99, unit: 'ms' }));
  } finally {
    await real.stop();
  }
}
