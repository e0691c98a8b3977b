import { describe, expect, it } from '@jest/globals';
import type { NeededRight } from '../../../../controllers/runtime/rights/needed-right.ts';
import { createRightsCheck, type RightsCheck } from '../../../../controllers/runtime/rights/rights-check.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { deployments, events } from '../../../../kube/objects/built-in.ts';
import { atWork } from '../controller-at-work.ts';
import { fakeCluster } from '../fake-cluster.ts';
import { wishes } from '../wishes.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

const ROLLS: NeededRight = { resource: deployments, verbs: ['list', 'patch'], without: 'no Deployment rolls', vitalFor: 'to roll' };
const TELLS: NeededRight = { resource: events, verbs: ['create'], without: 'no Events are written', optional: true };

/** A check of both rights; `refused` and `failure` may change. */
function checking() {
  const clock = createVirtualClock();
  const logs: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'info',
    format: 'json',
    out: { write: (line) => logs.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const cluster = { refused: [] as readonly NeededRight[], failure: undefined as Error | undefined };
  const asked: (readonly NeededRight[])[] = [];
  let granted = 0;
  const check = createRightsCheck({
    rights: [ROLLS, TELLS],
    reviews: {
      async lacking(rights) {
        asked.push(rights);
        if (cluster.failure !== undefined) throw cluster.failure;
        return rights.filter((right) => cluster.refused.includes(right)).map((right) => ({ right, verbs: right.verbs }));
      },
    },
    clock,
    random: () => 0.5,
    log,
  });
  const stop = new AbortController();
  return {
    ...check,
    clock,
    logs,
    cluster,
    asked,
    stop,
    granted: () => granted,
    start: () => check.run(stop.signal, () => void (granted += 1)),
  };
}

describe('the check of rights', () => {
  it('says nothing, and asks once, where all are granted', async () => {
    const { start, logs, asked, problems, hopeless } = checking();
    await start();
    expect([logs, asked.length, problems(), hopeless()]).toEqual([[], 1, [], []]);
  });

  it('says what is lacking and what to add, once, in one line of the log', async () => {
    const { start, cluster, clock, logs, stop } = checking();
    cluster.refused = [ROLLS, TELLS];
    const running = start();
    await clock.advance(600_000);
    stop.abort();
    await running;
    expect(logs).toEqual([
      expect.objectContaining({
        level: 'warn',
        message: 'rights are lacking: add these rules to the ClusterRole or Role of this account; no restart is needed',
        lacking: ['list, patch deployments.apps: no Deployment rolls', 'create events: no Events are written'],
        clusterRole: [
          { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'patch'] },
          { apiGroups: [''], resources: ['events'], verbs: ['create'] },
        ],
      }),
    ]);
  });

  it('warns of nothing that it does without', async () => {
    const { start, cluster, clock, logs } = checking();
    cluster.refused = [TELLS];
    void start();
    await clock.advance(0);
    expect(logs).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'it does without some rights: to have what they are for, add these rules',
        lacking: ['create events: no Events are written'],
      }),
    ]);
  });

  it('counts as a problem only what it does not do without', async () => {
    const { start, cluster, clock, problems } = checking();
    cluster.refused = [ROLLS, TELLS];
    void start();
    await clock.advance(0);
    expect(problems()).toEqual(['not granted: list, patch deployments.apps: no Deployment rolls']);
  });

  it('notices a right that is granted later, asks for no other again, and has what waits tried again', async () => {
    const { start, cluster, clock, problems, asked, logs, granted } = checking();
    cluster.refused = [ROLLS];
    const running = start();
    await clock.advance(1_000);
    cluster.refused = [];
    await clock.advance(60_000);
    await running;
    expect([asked, problems(), granted(), logs.map(({ message }) => message).at(-1)]).toEqual([
      [[ROLLS, TELLS], [ROLLS]],
      [],
      1,
      'all rights are granted now',
    ]);
  });

  it('is hopeless once nothing could be done for five minutes, and no longer when something can', async () => {
    const { start, cluster, clock, hopeless } = checking();
    cluster.refused = [ROLLS];
    void start();
    await clock.advance(299_000);
    expect(hopeless()).toEqual([]);
    await clock.advance(2_000);
    expect(hopeless()).toEqual(['nothing can be done, as no right is granted to roll; the log has the rules to add']);
    cluster.refused = [];
    await clock.advance(70_000);
    expect(hopeless()).toEqual([]);
  });

  it('is never hopeless for what it does without', async () => {
    const { start, cluster, clock, hopeless } = checking();
    cluster.refused = [TELLS];
    void start();
    await clock.advance(3_600_000);
    expect(hopeless()).toEqual([]);
  });

  it.each(['forbidden', 'not-found', 'unsupported'] as const)('says so once and goes on where the question itself is %s', async (code) => {
    const { start, cluster, logs, problems, hopeless, asked } = checking();
    cluster.failure = new ApiError(code, 'no');
    await start();
    expect([logs.map(({ level }) => level), asked.length, problems(), hopeless()]).toEqual([['info'], 1, [], []]);
  });

  it('asks again where the server could not be reached', async () => {
    const { start, cluster, clock, asked } = checking();
    cluster.failure = new ApiError('unreachable', 'no');
    const running = start();
    await clock.advance(0);
    cluster.failure = undefined;
    await clock.advance(10_000);
    await running;
    expect(asked).toHaveLength(2);
  });
});

describe('a controller whose rights are checked', () => {
  it('is not ready while one is lacking, and not live while nothing can be done', async () => {
    const ended = Promise.withResolvers<void>();
    const rights: RightsCheck = {
      problems: () => ['not granted: all'],
      hopeless: () => ['nothing can be done'],
      async run(signal) {
        signal.addEventListener('abort', () => ended.resolve());
      },
    };
    const { live, ready, stop, clock } = atWork(fakeCluster(), wishes(), { tweak: { checkRights: () => rights } });
    await clock.advance(1_000);
    expect([live(), ready()]).toEqual([['nothing can be done'], ['not granted: all']]);
    stop();
    await clock.advance(0);
    await ended.promise;
  });
});
