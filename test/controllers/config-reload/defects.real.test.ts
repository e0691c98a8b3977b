import { expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { contentMarker } from '../../../controllers/config-reload/seen/marker.ts';
import { deployments, jobs, leases } from '../../../kube/objects/built-in.ts';
import { describeReal } from '../../real/api-server.ts';
import { AUTO, fromConfigMap, workload } from './objects.ts';
import { until } from './stage.ts';
import { batchTemplate, cronJobs, defectsStage } from './reloaders-defects.ts';

const PAUSE_PERIOD = 'deployment.reloader.stakater.com/pause-period';
const PAUSED_AT = 'deployment.reloader.stakater.com/paused-at';
/** These have controllers of their own. */
const APART = ['lists', 'refused', 'down', 'paused', 'one-type'];

/** By the numbers of a list of what is wrong with Reloader: here it is right. */
describeReal("Reloader's defects of following and pausing, on a real API server", () => {
  const defects = defectsStage();
  const { real, get, markers, rolls, on, create, write, annotate, eventsOf } = defects;

  it('1, 2: many changes of several sources are one rollout, and nothing is listed or read for them; what is ignored is not even cached', async () => {
    const here = await on('together', {
      parts: {
        pod: {
          containers: [
            {
              name: 'main',
              image: 'none',
              envFrom: [{ configMapRef: { name: 'cm' } }, { configMapRef: { name: 'cm-2' } }, { secretRef: { name: 'secret' } }],
            },
          ],
        },
      },
    });
    const since = defects.proxy.asked.length;
    const release = defects.proxy.holdEvents('configmaps', 'secrets'); // however slow the machine is, they come at once
    await Promise.all([
      ...Array.from({ length: 20 }, (_, at) => here.write('cm', String(at))),
      here.write('cm-2', 'updated'),
      here.write('secret', 'updated'),
    ]);
    release();
    await here.allRolled();
    await here.fence();
    expect([rolls(here), (await markers(here)).length]).toEqual([1, 3]);
    const askedFor = () => [
      ...new Set(
        defects.proxy.asked
          .slice(since)
          .filter(({ verb }) => verb !== 'watch')
          .map(({ verb, resource: kind }) => `${verb} ${kind}`),
      ),
    ];
    expect(askedFor().sort()).toEqual(['create events', 'patch deployments.apps']);
    await here.write('cm', 'alone');
    await until(async () => rolls(here) === 2);
    await here.write('secret', 'alone'); // ConfigMaps have been quiet since that roll
    await until(async () => rolls(here) === 3);
    await here.fence();
    expect(rolls(here)).toBe(3);
    expect(askedFor().filter((asked) => /^(get|list) /.test(asked))).toEqual([]);
    const followed = defects.proxy.asked.filter(
      ({ verb, resource: kind }) => (verb === 'list' || verb === 'watch') && kind !== 'leases.coordination.k8s.io',
    );
    const elsewhere = APART.map((name) => `metadata.namespace!=${name}`);
    const selected = (kind: string) => [...elsewhere, ...(kind === 'secrets' ? ['type!=helm.sh/release.v1'] : [])].join();
    const askedOne = /,metadata\.name=[\w-]+$/; // how one stands that a new workload was made with
    const selectors = followed.map(({ query, resource: kind }) => [query.get('fieldSelector')?.replace(askedOne, ''), selected(kind)]);
    expect(selectors.filter(([got, meant]) => got !== meant)).toEqual([]);
  });

  it('3: lists that fail for a while, by a refusal or an error, lose no change', async () => {
    const [failing, refused] = [await on('lists'), await on('refused')];
    const args = ['--namespaces=lists,refused'];
    const before = real.startHere(args);
    for (const here of [failing, refused]) await here.recorded(true);
    await before.stop();
    const own = await real.proxy();
    own.fate = ({ verb, resource: kind, namespace }) => {
      if (verb !== 'list' && verb !== 'watch') return 'served';
      if (kind === 'deployments.apps' && namespace === 'lists') return { status: 500, reason: 'InternalError', message: 'etcd is away' };
      return kind === 'configmaps' && namespace === 'refused'
        ? { status: 403, reason: 'Forbidden', message: 'configmaps is forbidden' }
        : 'served';
    };
    const controller = real.startHere(args, { through: own });
    await controller.logged('cannot follow');
    for (const here of [failing, refused]) await here.change(['cm']);
    own.fate = () => 'served';
    for (const here of [failing, refused]) await here.allRolled();
    for (const here of [failing, refused]) await here.fence();
    // Without those that only note what could not be seen for a while.
    expect(
      [failing, refused].map(
        (here) =>
          own.writes.filter(({ what, body }) => what === `patch deployments.apps ${here.namespace}/web` && body.includes('STAKATER_'))
            .length,
      ),
    ).toEqual([1, 1]);
    await controller.stop();
  });

  it('4: a workload that is refused by a policy neither stops nor repeats the others, is told about, and rolls once the policy lets it', async () => {
    const here = await on('frozen');
    const name = { namespace: here.namespace, name: 'nightly' };
    for (const other of ['a', 'z']) await create(here, other, { pod: fromConfigMap('cm') });
    await real.client.create(cronJobs, {
      metadata: { ...name, annotations: AUTO },
      spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { suspend: true, template: batchTemplate } } },
    });
    await until(async () => (await real.client.get(cronJobs, name)).metadata?.annotations?.[APPLIED] !== undefined);
    await real.client.patch(deployments, { namespace: here.namespace, name: 'a' }, { merge: { metadata: { labels: { frozen: 'yes' } } } });
    const tries = () => defects.proxy.asked.filter(({ what }) => what === `patch deployments.apps ${here.namespace}/a`).length - 1;
    await here.change(['cm']);
    await until(async () => tries() >= 4 && (await eventsOf(here, 'ReloadFail')).length > 0);
    await here.fence();
    const jobsOf = async () => (await real.client.list(jobs, { namespace: here.namespace })).items.length;
    expect([rolls(here, 'a'), rolls(here), rolls(here, 'z'), await jobsOf()]).toEqual([0, 1, 1, 1]);
    expect((await eventsOf(here, 'ReloadFail'))[0]).toMatchObject({
      type: 'Warning',
      involvedObject: { name: 'a' },
      message: expect.stringContaining('it is frozen'),
    });
    await real.client.patch(deployments, { namespace: here.namespace, name: 'a' }, { merge: { metadata: { labels: { frozen: null } } } });
    await until(async () => (await markers(here, 'a')).length === 1);
    await here.fence();
    expect([rolls(here, 'a'), rolls(here), rolls(here, 'z'), await jobsOf()]).toEqual([1, 1, 1, 1]);
  });

  it('5, 11: exactly what changed while nobody ran rolls, by the strategy annotations too; and who is told to stop leaves the Lease at once', async () => {
    const here = real.on('down');
    await here.build({ parts: { pod: fromConfigMap('cm') }, kinds: [deployments] });
    await real.client.create(deployments, workload('other', { namespace: 'down', pod: fromConfigMap('cm-2') }));
    const args = [
      '--namespaces=down',
      '--reload-strategy=annotations',
      '--leader-elect=true',
      '--lease-duration=600s',
      '--renew-deadline=500s',
    ];
    const own = await real.proxy();
    const first = real.start(args, { through: own });
    await here.recorded(true);
    await here.change(['cm']);
    await here.allRolled();
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect((await real.client.get(leases, { namespace: 'default', name: 'civ8s-config-reload' })).spec?.holderIdentity).toBe('');
    await write(here, { key: 'third' });
    const second = real.startHere(args, { through: own });
    await second.logged('leading');
    await until(async () => rolls(here, 'web', own) === 2);
    await here.fence();
    expect([rolls(here, 'web', own), rolls(here, 'other', own)]).toEqual([2, 0]);
    expect(await second.stop()).toBe(0);
  });

  it('6: a pause outlives the process that began it, and a failing write at its end; a period that is none stops nobody', async () => {
    const here = real.on('paused');
    await here.build({ parts: { annotations: { ...AUTO, [PAUSE_PERIOD]: '2s' }, pod: fromConfigMap('cm') }, kinds: [deployments] });
    await real.client.create(
      deployments,
      workload('a', { namespace: 'paused', annotations: { ...AUTO, [PAUSE_PERIOD]: 'soon' }, pod: fromConfigMap('cm') }),
    );
    await real.client.create(deployments, workload('z', { namespace: 'paused', pod: fromConfigMap('cm') }));
    const own = await real.proxy();
    const first = real.start(['--namespaces=paused'], { through: own });
    for (const name of ['web', 'a', 'z']) await until(async () => (await get(here, name)).metadata?.annotations?.[APPLIED] !== undefined);
    own.committed = ({ what, body }) => {
      if (what === 'patch deployments.apps paused/web' && body.includes('"/spec/paused","value":true')) first.kill('SIGKILL');
    };
    await here.change(['cm']);
    expect([await first.ended, (await get(here)).spec?.paused]).toEqual(['SIGKILL', true]);
    const done = own.writes.length;
    let failures = 3;
    own.fate = ({ what }) =>
      what === 'patch deployments.apps paused/web' && failures-- > 0
        ? { status: 500, reason: 'InternalError', message: 'etcd is away' }
        : 'served';
    const second = real.startHere(['--namespaces=paused'], { through: own });
    await until(async () => (await get(here)).spec?.paused !== true);
    for (const name of ['a', 'z']) await until(async () => (await markers(here, name)).length === 1);
    const writes = own.writes.slice(done).filter(({ what }) => what === 'patch deployments.apps paused/web');
    expect([failures, (await get(here)).metadata?.annotations?.[PAUSED_AT], writes.length, (await get(here, 'a')).spec?.paused]).toEqual([
      -1,
      undefined,
      1,
      undefined,
    ]);
    await second.stop();
  });

  it('6: a period that is no duration is told of', async () => {
    const here = await on('no-period');
    await annotate(here, { [PAUSE_PERIOD]: 'soon' });
    await here.change(['cm']);
    await until(async () => (await eventsOf(here, 'ReloadAnnotation')).length > 0);
    expect((await eventsOf(here, 'ReloadAnnotation'))[0]?.message).toContain('the pause period "soon" is not a duration');
  });

  it('7: contents that have one marker are told apart, and what a Secret holds cannot be guessed by its record', async () => {
    const here = await on('ambiguous', {
      parts: {
        pod: {
          containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] }],
        },
      },
    });
    const contents: readonly Readonly<Record<string, string | null>>[] = [
      { key: null, a: '1;b=2' },
      { a: '1', b: '2' },
    ];
    for (const [at, data] of contents.entries()) {
      await write(here, data);
      await until(async () => rolls(here) === at + 1);
    }
    expect(contentMarker([['a', '1;b=2']])).toBe(
      contentMarker([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    const guessed = contentMarker([['key', Buffer.from('first')]]);
    expect((await get(here)).metadata?.annotations?.[APPLIED]).not.toContain(guessed.slice(0, 8));
  });
});
