import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kingdoms } from '../../cli/commands/kingdoms.ts';
import { logs } from '../../cli/commands/logs.ts';
import { shops } from '../../cli/commands/shops.ts';
import { towns } from '../../cli/commands/towns.ts';
import { startHostileServer, type HostileServer } from '../cli/hostile-server.ts';
import { outcomeIn } from '../cli/invocation.ts';
import { AWKWARD, expectOrderly } from './orderly.ts';
import { fuzz } from './runs.ts';

const HERE = 'HERE';
const word = fc.oneof(fc.constantFrom('hostile', ...AWKWARD), fc.string({ maxLength: 8 }));
const anything = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }));
const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ weight: 12, arbitrary }, anything);
/** Nothing that is found, and nothing that is run: a fuzzed command must not be a real one. */
const path = fc.constantFrom('/dev/zero', '/dev/null', '/', 'gone', '', '\u0000', HERE);
const data = fc.constantFrom('', '!!!!', 'aGVsbG8=', 'LS0tLS1CRUdJTg==');
const server = fc.constantFrom(
  HERE,
  HERE,
  HERE,
  'here:6443',
  'https://[',
  'http://',
  'http://127.0.0.1:1',
  'https://127.0.0.1:1/%zz',
  '',
  3,
);
const exec = fc.record(
  {
    command: fc.constantFrom('no-such-plugin', '', '/dev/null', '/', 3, '\u0000'),
    args: mostly(fc.array(word)),
    env: mostly(fc.array(fc.record({ name: word, value: word }))),
    interactiveMode: word,
    installHint: mostly(word),
  },
  { requiredKeys: [] },
);
const cluster = fc.record(
  {
    server,
    'certificate-authority': path,
    'certificate-authority-data': mostly(data),
    'tls-server-name': mostly(word),
    'proxy-url': fc.constantFrom('', '', '', '::', 'http://127.0.0.1:1', 'ftp://x', 3),
    'insecure-skip-tls-verify': mostly(fc.boolean()),
  },
  { requiredKeys: ['server'] },
);
const user = fc.record(
  {
    token: mostly(word),
    tokenFile: path,
    username: mostly(word),
    password: mostly(word),
    'client-certificate-data': mostly(data),
    'client-key-data': mostly(data),
    'client-key': path,
    as: mostly(word),
    'as-groups': mostly(fc.array(word)),
    'as-user-extra': mostly(fc.dictionary(word, fc.array(word))),
    exec,
  },
  { requiredKeys: [] },
);
const named = (key: string, value: fc.Arbitrary<unknown>) =>
  mostly(fc.array(mostly(fc.record({ name: fc.constant('hostile'), [key]: mostly(value) })), { minLength: 1, maxLength: 2 }));
const context = fc.record({ cluster: fc.constant('hostile'), user: fc.constant('hostile'), namespace: word });
const config = mostly(
  fc.record({
    'current-context': fc.constant('hostile'),
    contexts: named('context', context),
    clusters: named('cluster', cluster),
    users: named('user', user),
  }),
);

const texts = fc.dictionary(
  fc.oneof(fc.constantFrom('town', 'shop', 'goods.civ8s.dev/wood', 'goods.civ8s.dev/__proto__'), word),
  mostly(word),
);
const metadata = fc.record(
  { name: mostly(word), namespace: mostly(word), uid: mostly(word), labels: mostly(texts), annotations: mostly(texts) },
  { requiredKeys: [] },
);
const item = fc.record({ metadata: mostly(metadata), spec: anything, status: anything, data: anything }, { requiredKeys: ['metadata'] });
const answer = mostly(
  fc.record({
    items: mostly(fc.array(mostly(item), { maxLength: 4 })),
    metadata: mostly(fc.record({ resourceVersion: mostly(word), continue: fc.constantFrom('', 'on', null, 3) }, { requiredKeys: [] })),
  }),
);
const status = fc.record({ kind: fc.constant('Status'), code: anything, message: anything, reason: anything, details: anything });

describe('a cluster, whatever it says', () => {
  let folder: string;
  let hostile: HostileServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-fuzz-'));
    hostile = await startHostileServer();
  });
  afterAll(async () => {
    await hostile.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'is reached or refused by its kubeconfig',
    () =>
      fc.assert(
        fc.asyncProperty(config, async (said) => {
          hostile.answer = () => ({ items: [] });
          const file = join(folder, 'kubeconfig');
          writeFileSync(file, JSON.stringify(said).replaceAll(`"${HERE}"`, JSON.stringify(hostile.url)));
          expectOrderly(await outcomeIn({ env: { HOME: folder } }, kingdoms, '--kubeconfig', file, '--request-timeout', '2s'), 'kingdoms');
        }),
        fuzz(15, 400),
      ),
    600_000,
  );

  it.each([
    ['kingdoms', kingdoms, ['-o', 'wide']],
    ['towns', towns, ['-A', '-o', 'wide']],
    ['shops', shops, ['-A', '-o', 'wide']],
    ['shops', shops, ['-A', '-o', 'yaml']],
    ['logs', logs, ['k', 't', 'hostile']],
  ] as const)(
    'is listed or refused: %s %#',
    (name, command, args) =>
      fc.assert(
        fc.asyncProperty(answer, status, fc.constantFrom(200, 200, 200, 200, 403, 404, 422), async (body, refusal, code) => {
          hostile.answer = () => ({ status: code, body: code === 200 ? body : refusal });
          expectOrderly(await outcomeIn({ env: hostile.env }, command, ...args, '--request-timeout', '2s'), name);
          expect(Object.keys(Object.prototype)).toEqual([]);
        }),
        fuzz(15, 90),
      ),
    600_000,
  );
});
