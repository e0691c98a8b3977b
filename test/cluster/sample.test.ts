import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { deploy, isReady, auditOf, ownWord, podsOf, type DeployedRealm, type DeployedPod } from './deployed-realm.ts';
import { asPod } from './as-pod.ts';
import { askForStamps } from './asking-pods.ts';
import { deleteLeader, otherLeader } from './controllers.ts';
import { documentedRights, rightsOf } from './rights.ts';
import { civ, kubectl, kubectlJson } from './run-program.ts';
import { firstLines } from './first-lines.ts';
import { until } from './until.ts';

const word = ownWord();
const KINGDOM = `kingdom-of-${word}`;
/** The workers with which everybody works at full speed. */
const STAFF: Readonly<Record<string, number>> = { craftsman: 1, ironworker: 3, stoneworker: 2, woodworker: 2 };
const SHOPS = Object.keys(STAFF);
const EVERYBODY = SHOPS.flatMap((shop) => Array.from({ length: STAFF[shop] ?? 1 }, () => shop));

/** dist/ as it is committed, under names of this run. */
const dist = () =>
  readdirSync('dist').map((name) => ({
    name,
    text: readFileSync(join('dist', name), 'utf8')
      .replaceAll('kingdom-of-foobar', KINGDOM)
      .replaceAll('civ8s.dev/realm: sample', `civ8s.dev/realm: ${word}`),
  }));

let deployed: DeployedRealm;
let workers: readonly DeployedPod[];
const shopOf = ({ metadata }: DeployedPod): string => metadata.labels['shop'] ?? '';
const worker = (shop: string): DeployedPod => {
  const found = workers.find((pod) => shopOf(pod) === shop);
  if (found === undefined) throw new Error(`no pod of ${shop}`);
  return found;
};

beforeAll(async () => {
  deployed = await deploy(dist());
});
afterAll(() => deployed?.remove());

describe('kubectl apply -f dist/', () => {
  it('says nothing but what it made', () => expect(deployed.said.stderr).toBe(''));

  it('gets as many workers as demand wants, all of them ready, and an axe onto the sign of the craftsman', async () => {
    workers = await until('a ready pod of every worker, and an axe', 230, async () => {
      const pods = await podsOf(KINGDOM);
      const axes = pods.find((pod) => shopOf(pod) === 'craftsman')?.metadata.annotations?.['goods.civ8s.dev/axe'] ?? '0';
      return pods.length === EVERYBODY.length && pods.every(isReady) && Number(axes) > 0 ? pods : undefined;
    });
    expect(workers.map(shopOf).sort()).toEqual(EVERYBODY);
    expect(workers.filter(({ status }) => status.containerStatuses?.some(({ restartCount }) => restartCount > 0))).toEqual([]);
  });

  it('gets the controllers ready', async () => {
    await kubectl('rollout', 'status', '-n', SYSTEM_NAMESPACE, 'deployment', '--timeout=60s');
  });

  it('keeps all of it under Pod Security restricted', async () => {
    for (const namespace of [KINGDOM, SYSTEM_NAMESPACE])
      expect((await kubectlJson<DeployedPod>('get', 'namespace', namespace)).metadata.labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
  });
});

describe('civ', () => {
  const names = () =>
    workers
      .map(({ metadata }) => `${metadata.name}\n`)
      .sort()
      .join('');

  it('audits: all books agree', async () =>
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, departed: {}, pods: EVERYBODY.length, unread: [] }));
  it('lists the kingdom', async () => expect((await civ('kingdoms', '-l', `civ8s.dev/realm=${word}`)).stdout).toBe(`${KINGDOM}\n`));
  it('lists its town', async () => expect((await civ('towns', KINGDOM)).stdout).toBe('simple-town\n'));
  it('lists its shops', async () => expect((await civ('shops', KINGDOM, 'simple-town')).stdout).toBe(names()));
  it('prints what a shop has logged', async () =>
    expect((await civ('logs', KINGDOM, 'simple-town', 'craftsman')).stdout).toMatch(/^\{.*"message":"open"\}\n/));

  it('watches the stock', async () => {
    const held = new Set<string>();
    for await (const line of firstLines(200, 'package/civ.cjs', 'watch', KINGDOM, '-o', 'json')) {
      const { pod, good } = JSON.parse(line) as { readonly pod: string; readonly good: string };
      held.add(`${pod} ${good}`);
      if (held.size === 7) break;
    }
    const pairs = Object.entries({
      craftsman: ['axe', 'iron', 'wood'],
      ironworker: ['iron', 'stone', 'wood'],
      stoneworker: ['stone'],
      woodworker: ['wood'],
    });
    const known = new Set(
      workers.flatMap((pod) =>
        pairs.flatMap(([shop, goods]) => (shop === shopOf(pod) ? goods.map((good) => `${pod.metadata.name} ${good}`) : [])),
      ),
    );
    expect([...held].filter((seen) => !known.has(seen))).toEqual([]);
  });
});

describe('the token of a real pod', () => {
  const path = (shop: string) => `/api/v1/namespaces/${KINGDOM}/pods/${worker(shop).metadata.name}`;
  const sign = (key: string, value: string) => ({ metadata: { annotations: { [key]: value } } });
  const by = (method: string, shop: string, body?: object) => asPod(worker('woodworker').metadata, method, path(shop), body);
  const DENIED = (why: string) => ({ status: 422, message: expect.stringContaining(`denied request: ${why}`) });

  it('signs on its own pod', async () =>
    expect(await by('PATCH', 'woodworker', sign('worker.civ8s.dev/note', 'here'))).toMatchObject({ status: 200 }));
  it('does not sign on another pod', async () =>
    expect(await by('PATCH', 'stoneworker', sign('worker.civ8s.dev/note', 'here'))).toEqual(
      DENIED('a worker may change only its own pod'),
    ));
  it('does not ask for a stamp', async () =>
    expect(await by('PATCH', 'woodworker', sign('addtime', 'yes'))).toEqual(
      DENIED('a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost'),
    ));
  it('does not swap an image', async () =>
    expect(await by('PATCH', 'woodworker', { spec: { activeDeadlineSeconds: 1 } })).toEqual(
      DENIED('a worker may change only annotations'),
    ));
  it('does not read pods, its own neither', async () => expect(await by('GET', 'woodworker')).toMatchObject({ status: 403 }));
  it('does not delete itself', async () => expect(await by('DELETE', 'woodworker')).toMatchObject({ status: 403 }));
});

describe('the rights of each account', () => {
  it.each([
    ['civ-worker', KINGDOM],
    ['default', KINGDOM],
    ['config-reload', SYSTEM_NAMESPACE],
    ['demand', SYSTEM_NAMESPACE],
    ['pod-timestamp', SYSTEM_NAMESPACE],
    ['default', SYSTEM_NAMESPACE],
  ])('of %s in %s are what docs/security.md says', async (account, home) => {
    const [place, abroad] = home === KINGDOM ? ['its own kingdom', SYSTEM_NAMESPACE] : [SYSTEM_NAMESPACE, KINGDOM];
    expect(await rightsOf(account, home, home)).toEqual(documentedRights(account, ['every namespace', place]));
    expect(await rightsOf(account, home, abroad)).toEqual(documentedRights(account, ['every namespace']));
  });

  it('are those of all accounts that a kingdom has', async () =>
    expect((await kubectl('get', 'serviceaccounts', '-n', KINGDOM, '-o', 'name')).split('\n')).toEqual([
      'serviceaccount/civ-worker',
      'serviceaccount/default',
    ]));
});

describe('pod-timestamp', () => {
  it('stamps each pod that asks, once, and goes on when its leader is deleted', async () => {
    const early = await askForStamps(KINGDOM, ['early-1', 'early-2', 'early-3']);
    const first = await early.stamped();
    const leader = await deleteLeader('pod-timestamp');
    const late = await askForStamps(KINGDOM, ['late-1', 'late-2', 'late-3']);
    await late.stamped();
    await otherLeader('pod-timestamp', leader);
    expect(await early.stamps()).toEqual(first);
    expect(first.filter((stamp) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(stamp))).toEqual([]);
    expect((await podsOf(KINGDOM, '-l', 'shop')).filter(({ metadata }) => metadata.annotations?.['timestamp'] !== undefined)).toEqual([]);
  });
});

describe('kubectl delete -f dist/', () => {
  it('leaves nothing of ours behind', async () => {
    expect(await deployed.remove()).toBe('');
    const kinds = (await kubectl('api-resources', '--verbs=list', '--namespaced', '-o', 'name'))
      .split('\n')
      .filter((kind) => !kind.startsWith('events'));
    expect(await kubectl('get', kinds.join(','), '-n', KINGDOM, '-o', 'name', '--ignore-not-found')).toBe('');
  });
});
