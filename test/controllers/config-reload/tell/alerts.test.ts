import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { alertBody, isAccepted, sinkOf } from '../../../../controllers/config-reload/tell/alert-text.ts';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { parseFlags } from '../../../../controllers/runtime/flags/flags.ts';
import { configMaps, deployments } from '../../../../kube/objects/built-in.ts';
import { atWork } from '../../runtime/controller-at-work.ts';
import { fakeCluster } from '../../runtime/fake-cluster.ts';
import { configMap, workload } from '../objects.ts';
import { startReceiver, type TestReceiver } from '../receiver.ts';
import { until } from '../stage.ts';

const subject = { namespace: 'shop', source: 'ConfigMap/settings', kind: 'Deployment', name: 'web' };
const TEXT =
  'Reloader detected changes in *settings* of type *CONFIGMAP* in namespace *shop*. Hence reloaded *web* of type *Deployment* in namespace *shop*';
const PLAIN = TEXT.replaceAll('*', '');

describe('an alert', () => {
  it.each([
    ['slack', '', `{"attachments":[{"text":"${TEXT}","color":"good","author_name":"Reloader"}]}`, 'application/json'],
    ['teams', '', `{"text":"${TEXT}"}`, 'application/json'],
    ['gchat', 'prod-1', `{"text":"prod-1 : ${TEXT}"}`, 'application/json'],
    ['', '', PLAIN, 'text/plain'],
    ['pager', ' prod-1 ', `prod-1 : ${PLAIN}`, 'text/plain'],
  ])('for the sink "%s" with "%s"', (sink, info, text, contentType) =>
    expect(alertBody(subject, sinkOf(sink), info)).toEqual({ text, contentType }),
  );

  it.each([
    ['slack', [200, 201]],
    ['raw', [200, 201]],
    ['teams', [200]],
    ['gchat', [200]],
  ] as const)('%s is taken for delivered with %j, and never with a redirect', (sink, good) =>
    expect([200, 201, 302, 400, 404, 500].filter((status) => isAccepted(sink, status))).toEqual(good),
  );

  it.each([
    ['true', true],
    ['TRUE', false],
    ['1', false],
    ['', false],
  ])('ALERT_ON_RELOAD=%s: %s', (value, on) =>
    expect(parseFlags(configReload.flags, { args: [], env: { ALERT_ON_RELOAD: value } })['alert-on-reload']).toBe(on),
  );
});

describe('alerts of reloads', () => {
  let receiver: TestReceiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.posted.length = 0;
    receiver.answer = (response) => response.end('ok');
  });
  const TOKEN = 'T0P-SECRET';

  async function settled(...args: readonly string[]) {
    const cluster = fakeCluster();
    const write = (value: string) => cluster.put(configMaps, configMap('settings', { key: value }));
    write('first');
    cluster.put(deployments, workload('web'));
    const controller = atWork(cluster, configReload, {
      args: ['--alert-on-reload=true', `--alert-webhook-url=${receiver.url}/hooks/${TOKEN}?thread=1`, ...args],
    });
    await controller.clock.advance(3_000);
    const reload = async (value: string) => {
      write(value);
      await controller.clock.advance(3_000);
    };
    const problem = () => controller.logs.find(({ message }) => message === 'alert not delivered');
    return { cluster, reload, problem, ...controller };
  }

  it('are posted, one for each', async () => {
    const { reload, stop, ended, metric } = await settled('--alert-sink=slack');
    await reload('second');
    await reload('third');
    await until(async () => receiver.posted.length === 2);
    expect(receiver.posted[0]).toEqual({
      method: 'POST',
      url: `/hooks/${TOKEN}?thread=1`,
      type: 'application/json',
      authorization: undefined,
      body: `{"attachments":[{"text":"${TEXT.replaceAll('shop', 'default')}","color":"good","author_name":"Reloader"}]}`,
    });
    stop();
    await ended;
    expect(await metric('civ_alerts_total', 'delivered')).toBe(2);
  });

  it.each([
    [500, undefined],
    [302, 'http://127.0.0.1:1/elsewhere'],
  ])('that are answered with %d are a line in the log, without the address', async (status, location) => {
    receiver.answer = (response) => response.writeHead(status, location === undefined ? {} : { location }).end();
    const { reload, problem, logs } = await settled();
    await reload('second');
    await until(async () => problem() !== undefined);
    expect([problem(), JSON.stringify(logs).includes(TOKEN), receiver.posted.length]).toEqual([
      expect.objectContaining({ status, workload: 'Deployment default/web' }),
      false,
      1,
    ]);
  });

  it('neither delay nor fail a reload where nobody answers, and are given up after 10 s', async () => {
    receiver.answer = () => {};
    const { reload, problem, clock, cluster, messages } = await settled();
    await reload('second');
    await until(async () => receiver.posted.length === 1);
    await reload('third');
    expect([messages().filter((message) => message === 'reloaded').length, problem(), cluster.changes.length > 0]).toEqual([
      2,
      undefined,
      true,
    ]);
    await clock.advance(10_000);
    expect(problem()).toMatchObject({ error: 'not done within 10 s' });
  });

  it('that nobody takes are lost in the end, which is counted and said', async () => {
    receiver.answer = () => {};
    const { reload, stop, ended, clock, messages, metric } = await settled();
    await reload('second');
    await reload('third');
    await until(async () => receiver.posted.length === 1);
    stop();
    await clock.advance(60_000);
    await ended;
    expect([
      messages().includes('alerts are lost: they could not be sent before the end'),
      await metric('civ_alerts_total', 'dropped'),
    ]).toEqual([true, 1]);
  });

  it('go through a proxy', async () => {
    const { reload } = await settled(`--alert-webhook-proxy=${receiver.url}`, '--alert-webhook-url=http://chat.example/hooks/1');
    await reload('second');
    await until(async () => receiver.posted.length === 1);
    expect(receiver.posted[0]?.url).toBe('http://chat.example/hooks/1');
  });

  it('show the account of the address', async () => {
    const { reload } = await settled(`--alert-webhook-url=${receiver.url.replace('//', '//me:p%40ss@')}`);
    await reload('second');
    await until(async () => receiver.posted.length === 1);
    expect(receiver.posted[0]?.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it('need an address: without one that is said, and with one that is none nothing starts, and it is not shown', () => {
    const { messages } = atWork(fakeCluster(), configReload, { args: ['--alert-on-reload'] });
    expect(messages()).toContain('no alerts are sent: --alert-on-reload has no effect without --alert-webhook-url');
    expect(() => atWork(fakeCluster(), configReload, { args: ['--alert-on-reload', `--alert-webhook-url=${TOKEN}`] })).toThrow(
      '--alert-webhook-url is not a URL: it has to begin with https:// or http:// (its value may be a secret, and is not shown)',
    );
  });
});
