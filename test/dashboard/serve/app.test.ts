import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { createDashboardApp } from '../../../dashboard/serve/app.ts';
import { pageFiles } from '../../../dashboard/serve/page-files.ts';
import { createRealmAnswers } from '../../../dashboard/serve/realm-answer.ts';
import { createViewers, MOST_VIEWERS, type Viewers } from '../../../dashboard/serve/viewers.ts';
import type { ControllersPicture } from '../../../dashboard/wire/controllers.ts';
import type { TroublePicture, TroublesPicture } from '../../../dashboard/wire/past.ts';
import { WIRE_VERSION } from '../../../dashboard/wire/realm.ts';
import type { SeriesQuestion } from '../../../dashboard/history/series.ts';
import { systemClock } from '../../../ground/time/clock.ts';
import { pictureOf } from '../picture.ts';
import { until } from '../../until.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const NOON = Date.UTC(2026, 0, 2, 12);
const asked: SeriesQuestion[] = [];
const troubleAt = (id: number, minute: number): TroublePicture => {
  const time = new Date(NOON + minute * 60_000).toISOString();
  return { id, kind: 'event', kingdom: 'one', shop: 'one/wood', reason: 'BackOff', says: 'it failed', first: time, last: time, times: 1 };
};
const troubles = [troubleAt(1, -20), troubleAt(2, -10), troubleAt(3, -5)];
const history = {
  at: async (atMs: number) => (atMs === NOON ? Buffer.from('{"seq":7}') : 'nothing is kept from before noon'),
  async series(question: SeriesQuestion) {
    asked.push(question);
    return { version: 1, times: [], since: NOON, series: [] } as const;
  },
};

let server: Server;
let viewers: Viewers;
let picture = pictureOf();

const controllers = async (): Promise<ControllersPicture> => ({ version: WIRE_VERSION, at: '', controllers: [], deeds: [] });

beforeAll(async () => {
  const page = pageFiles(
    new Map([
      ['index.html', Buffer.from('<!doctype html>page')],
      ['assets/main-1.js', Buffer.from('let one = 1;')],
    ]),
  );
  viewers = createViewers(systemClock, picture.seq);
  server = createServer(
    createDashboardApp({
      troubles: { all: troubles },
      page,
      viewers,
      history,
      wall: () => NOON,
      hosts: ['dashboard.example.com'],
      controllers,
      realm: createRealmAnswers(() => picture),
    }),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const portOf = (): number => (server.address() as AddressInfo).port;

function ask(
  path: string,
  { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: object } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ port: portOf(), host: '127.0.0.1', path, method, headers: { ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });
}

/** Reads a stream until it has said `wanted`. */
async function hear(path: string, wanted: string, headers: object = {}): Promise<string> {
  const over = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${portOf()}${path}`, { headers: { ...headers }, signal: over.signal });
  let said = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    said += decoder.decode(chunk);
    if (said.includes(wanted)) break;
  }
  over.abort();
  return said;
}

describe('the page', () => {
  it('is served with its assets, which never change under their names', async () => {
    const [page, asset] = await Promise.all([ask('/?view=shops'), ask('/assets/main-1.js')]);
    expect([page.status, page.body.toString(), page.headers['content-type'], page.headers['cache-control']]).toEqual([
      200,
      '<!doctype html>page',
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect([asset.headers['content-type'], asset.headers['cache-control']]).toEqual([
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await ask('/');
    expect((await ask('/', { headers: { 'if-none-match': headers.etag } })).status).toBe(304);
    expect((await ask('/', { headers: { 'if-none-match': '"another"' } })).status).toBe(200);
  });

  it('may run nothing but its own scripts, and is framed by nobody', async () => {
    const { headers } = await ask('/');
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-powered-by', 'access-control-allow-origin', 'set-cookie']));
  });
});

describe('api/realm', () => {
  it('is all of now, as JSON, zipped for who takes that', async () => {
    const [plain, zipped] = await Promise.all([ask('/api/realm'), ask('/api/realm', { headers: { 'accept-encoding': 'gzip, br' } })]);
    expect(JSON.parse(plain.body.toString())).toEqual(picture);
    expect([plain.headers['content-encoding'], plain.headers['cache-control']]).toEqual([undefined, 'no-store']);
    expect([zipped.headers['content-encoding'], JSON.parse(gunzipSync(zipped.body).toString())]).toEqual(['gzip', picture]);
    expect((await ask('/api/realm', { headers: { 'accept-encoding': 'gzip;q=0' } })).headers['content-encoding']).toBeUndefined();
  });

  it('is sent again once something has changed', async () => {
    const { headers } = await ask('/api/realm');
    expect((await ask('/api/realm', { headers: { 'if-none-match': headers.etag } })).status).toBe(304);
    picture = { ...picture, seq: picture.seq + 1 };
    expect((await ask('/api/realm', { headers: { 'if-none-match': headers.etag } })).status).toBe(200);
  });

  it.each(['/api/realm', '/api/stream'])('is not for pages of other sites: %s', async (path) => {
    expect((await ask(path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });
});

describe('api/stream', () => {
  it('tells changes and beats, numbered', async () => {
    const heard = hear('/api/stream', 'event: beat');
    await until('a viewer', () => viewers.size === 1);
    viewers.change({ seq: 101, at: picture.at, gone: ['one/wood'] });
    viewers.beat({ seq: 101, at: picture.at, build: 'b', sources: [] });
    expect(await heard).toBe(
      `retry: 1000\n\nid: 101\nevent: change\ndata: {"seq":101,"at":"${picture.at}","gone":["one/wood"]}\n\n` +
        `event: beat\ndata: {"seq":101,"at":"${picture.at}","build":"b","sources":[]}\n\n`,
    );
    await until('nobody', () => viewers.size === 0);
  });

  it('is zipped for who takes that, and for nobody else', async () => {
    const encoded = async (accepted: string) => {
      const over = new AbortController();
      const answer = await fetch(`http://127.0.0.1:${portOf()}/api/stream`, {
        headers: { 'accept-encoding': accepted },
        signal: over.signal,
      });
      over.abort();
      return answer.headers.get('content-encoding');
    };
    expect([await encoded('gzip, deflate, br'), await encoded('identity'), await encoded('gzip;q=0')]).toEqual(['gzip', null, null]);
  });

  it('goes on from the last event that a browser had, whatever its address says', async () => {
    expect(await hear('/api/stream?after=7', 'event: ', { 'last-event-id': '100' })).toContain('id: 101');
    expect(await hear('/api/stream?after=7', 'event: ')).toContain('event: again');
  });

  it('is for so many viewers and no more', async () => {
    const idle = { writableLength: 0, write: () => true, end: () => undefined, on: () => undefined };
    const full = createViewers(systemClock, 0);
    for (let count = 0; count < MOST_VIEWERS; count += 1) full.join(idle, { takesGzip: false });
    const page = pageFiles(new Map([['index.html', Buffer.from('')]]));
    const crowded = createServer(
      createDashboardApp({
        page,
        viewers: full,
        history,
        troubles: { all: [] },
        wall: () => NOON,
        hosts: [],
        controllers,
        realm: createRealmAnswers(() => picture),
      }),
    );
    await new Promise<void>((resolve) => {
      crowded.listen(0, '127.0.0.1', resolve);
    });
    try {
      const answer = await fetch(`http://127.0.0.1:${(crowded.address() as AddressInfo).port}/api/stream`);
      expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
        503,
        '10',
        '200 viewers are the most that are served at once: close some, or come back later\n',
      ]);
    } finally {
      crowded.closeAllConnections();
      crowded.close();
    }
  });
});

describe('the past', () => {
  it('is the picture of a time, zipped for who takes that', async () => {
    const at = '/api/realm?at=2026-01-02T12:00:00Z';
    const [plain, zipped] = await Promise.all([ask(at), ask(at, { headers: { 'accept-encoding': 'gzip' } })]);
    expect([plain.body.toString(), gunzipSync(zipped.body).toString(), plain.headers['content-type']]).toEqual([
      '{"seq":7}',
      '{"seq":7}',
      'application/json; charset=utf-8',
    ]);
  });

  it('is lines of figures, of the last 15 minutes where nothing else is asked for', async () => {
    expect(JSON.parse((await ask('/api/history')).body.toString())).toEqual({ version: 1, times: [], since: NOON, series: [] });
    await ask('/api/history?shop=one/wood&good=wood&what=stock&points=9&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z');
    expect(asked).toEqual([
      { shop: '', good: '', what: '', fromMs: NOON - 900_000, toMs: NOON, points: 120 },
      { shop: 'one/wood', good: 'wood', what: 'stock', fromMs: NOON - 36 * 3_600_000, toMs: NOON - 12 * 3_600_000, points: 9 },
    ]);
  });

  it('is trouble, the newest first, of the last 15 minutes where nothing else is asked for', async () => {
    const ids = async (path: string) => (JSON.parse((await ask(path)).body.toString()) as TroublesPicture).troubles.map(({ id }) => id);
    expect([await ids('/api/trouble'), await ids('/api/trouble?from=2026-01-02T11:30:00Z&to=2026-01-02T11:52:00Z')]).toEqual([
      [3, 2],
      [2, 1],
    ]);
  });

  it.each([
    ['/api/trouble?to=tomorrow', 400, 'from and to are times'],
    ['/api/realm?at=2026-01-01T12:00:00Z', 404, 'nothing is kept from before noon'],
    ['/api/realm?at=yesterday', 400, 'at is a time such as'],
    ['/api/history?points=1001', 400, 'points is a number from 1 to 1000'],
    ['/api/history?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 400, 'the first before the other'],
    ['/api/history?from=__proto__', 400, 'from and to are times'],
  ])('is refused: %s: %i', async (path, status, said) => {
    const answer = await ask(path);
    expect([answer.status, answer.body.toString()]).toEqual([status, expect.stringContaining(said)]);
  });
});

describe('what is refused', () => {
  it.each([
    ['another name', 421, '/', { headers: { host: 'evil.example.com' } }, 'start it with --hosts evil.example.com'],
    ['an address that is too long', 414, `/?q=${'x'.repeat(4_096)}`, {}, '4096 characters'],
    ['another path', 404, '/api/secrets', {}, 'the page is at /'],
    ['a path that is nearly one', 404, '/api/realm/', {}, 'the page is at /'],
    ['a path that leads out', 404, '/assets/../../package.json', {}, 'the page is at /'],
    ['what would write', 405, '/api/realm', { method: 'POST' }, 'only GET'],
    ['what would delete', 405, '/', { method: 'DELETE' }, 'only GET'],
  ])('%s: %i', async (_, status, path, options, said) => {
    const answer = await ask(path, options);
    expect([answer.status, answer.body.toString()]).toEqual([status, expect.stringContaining(said)]);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('says which methods there are', async () => expect((await ask('/api/realm', { method: 'PUT' })).headers.allow).toBe('GET, HEAD'));

  it('knows the names that it was given', async () =>
    expect((await ask('/', { headers: { host: 'dashboard.example.com' } })).status).toBe(200));
});
