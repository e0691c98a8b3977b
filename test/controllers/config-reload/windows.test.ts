import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, events, type Deployment } from '../../../kube/objects/built-in.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { AUTO, configMap, workload } from './objects.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW = 'reload.civ8s.dev/window';
const BLACKOUT = 'reload.civ8s.dev/blackout';

const get = (cluster: FakeCluster, name = 'web') => cluster.get(deployments, `default/${name}`) as Deployment;
const patches = (cluster: FakeCluster) => cluster.changes.filter((change) => change.startsWith('patch deployments'));
const isRolled = (cluster: FakeCluster): boolean =>
  (get(cluster).spec?.template.spec?.containers ?? []).some(({ env = [] }) => env.some(({ name }) => name.startsWith('STAKATER_')));
const change = (cluster: FakeCluster, value: string) => cluster.put(configMaps, configMap('settings', { key: value }));
const annotate = (cluster: FakeCluster, annotations: Readonly<Record<string, string | null>>) =>
  cluster.client.patch(deployments, { namespace: 'default', name: 'web' }, { merge: { metadata: { annotations } } });

/** All tests begin at 10:07:29 UTC, on a Saturday. */
async function settled(
  annotations: Readonly<Record<string, string>>,
  { args = [], spec }: { readonly args?: readonly string[]; readonly spec?: object } = {},
) {
  const cluster = fakeCluster();
  change(cluster, 'first');
  cluster.put(deployments, workload('web', { annotations: { ...AUTO, ...annotations }, spec }));
  const controller = atWork(cluster, configReload, { args });
  await controller.clock.advance(3_000);
  const told = async () => (await cluster.client.list(events)).items.map(({ reason, message }) => `${reason}: ${message}`);
  return { cluster, ...controller, told };
}

const HELD = `ReloadHeld: outside its window (${WINDOW} is "11:00-12:00") until 2026-11-21T11:00:00Z; to go on now, set ${WINDOW} to ""`;

describe('a window', () => {
  it('holds what changes outside, says so once, and rolls it once at its beginning, with the newest', async () => {
    const { cluster, clock, told, metric } = await settled({ [WINDOW]: '11:00-12:00' });
    expect(get(cluster).metadata?.annotations?.[APPLIED]).toBeDefined(); // a record is not held
    change(cluster, 'second');
    await clock.advance(30 * MINUTE);
    expect([isRolled(cluster), await told(), await metric('civ_reloads_held', 'window')]).toEqual([false, [HELD], 1]);
    change(cluster, 'third');
    await clock.advance(22 * MINUTE);
    expect([isRolled(cluster), patches(cluster).length]).toEqual([false, 1]);
    await clock.advance(2 * MINUTE);
    expect([isRolled(cluster), patches(cluster).length, await metric('civ_reloads_held', 'window')]).toEqual([true, 2, 0]);
    await clock.advance(48 * HOUR);
    expect(patches(cluster).length).toBe(2);
    expect((await told()).filter((each) => each.startsWith('Reloaded'))).toHaveLength(1);
  });

  it('rolls at once what changes inside', async () => {
    const { cluster, clock, told } = await settled({ [WINDOW]: '10:00-12:00' });
    change(cluster, 'second');
    await clock.advance(3_000);
    expect([isRolled(cluster), (await told()).length]).toEqual([true, 1]);
  });

  it('holds nothing any more that was changed back', async () => {
    const { cluster, clock, metric } = await settled({ [WINDOW]: '11:00-12:00' });
    change(cluster, 'second');
    await clock.advance(MINUTE);
    change(cluster, 'first');
    await clock.advance(MINUTE);
    expect(await metric('civ_reloads_held', 'window')).toBe(0);
    await clock.advance(2 * HOUR);
    expect(isRolled(cluster)).toBe(false);
  });

  it('is remembered by the next process', async () => {
    const { cluster, clock, die } = await settled({ [WINDOW]: '11:00-12:00' });
    change(cluster, 'second');
    await clock.advance(MINUTE);
    die();
    const next = atWork(cluster, configReload, { clock: createVirtualClock() }); // it starts at 10:07:29 as well
    await next.clock.advance(50 * MINUTE);
    expect(isRolled(cluster)).toBe(false);
    await next.clock.advance(5 * MINUTE);
    expect([isRolled(cluster), patches(cluster).length]).toEqual([true, 2]);
  });

  it('opens at once when it is taken away, or set to another', async () => {
    const { cluster, clock } = await settled({ [WINDOW]: 'Mon-Fri' });
    change(cluster, 'second');
    await clock.advance(MINUTE);
    await annotate(cluster, { [WINDOW]: 'Sat,Sun' });
    await clock.advance(3_000);
    expect(isRolled(cluster)).toBe(true);
  });

  it('of the flag holds the workloads that have none, and an empty one rolls whenever', async () => {
    const flagged = await settled({}, { args: ['--window=11:00-12:00'] });
    change(flagged.cluster, 'second');
    await flagged.clock.advance(MINUTE);
    expect(isRolled(flagged.cluster)).toBe(false);
    await annotate(flagged.cluster, { [WINDOW]: '' });
    await flagged.clock.advance(3_000);
    expect(isRolled(flagged.cluster)).toBe(true);
  });

  it('that cannot be read is told once, and holds nothing', async () => {
    const { cluster, clock, told } = await settled({ [WINDOW]: 'Mon-Fri 9-17' });
    change(cluster, 'second');
    await clock.advance(MINUTE);
    expect(isRolled(cluster)).toBe(true);
    expect((await told()).filter((each) => !each.startsWith('Reloaded'))).toEqual([
      `ReloadAnnotation: ${WINDOW} has no effect: "Mon-Fri 9-17" has days without a month: write hours as 09:00-17:00, and days as Jan-Dec 9-17`,
    ]);
  });

  it('holds the end of a pause too, since the pods are replaced then', async () => {
    const { cluster, clock } = await settled({
      [WINDOW]: '10:00-10:10; 12:00-13:00',
      'deployment.reloader.stakater.com/pause-period': '5m',
    });
    change(cluster, 'second');
    await clock.advance(10 * MINUTE);
    expect([isRolled(cluster), get(cluster).spec?.paused]).toEqual([true, true]);
    await clock.advance(100 * MINUTE);
    expect(get(cluster).spec?.paused).toBe(true);
    await clock.advance(5 * MINUTE);
    expect(get(cluster).spec?.paused).toBe(false);
  });

  it('of a dry run is told, and the roll when it opens', async () => {
    const { cluster, clock, messages } = await settled({ [WINDOW]: '11:00-12:00' }, { args: ['--dry-run'] });
    change(cluster, 'second');
    await clock.advance(30 * MINUTE);
    expect(messages()).toContain('held');
    expect(messages()).not.toContain('would roll');
    await clock.advance(25 * MINUTE);
    expect(messages()).toContain('would roll');
    expect(cluster.changes).toEqual([]);
  });
});

describe('a blackout', () => {
  it('holds what changes within, and rolls it once at its end', async () => {
    const { cluster, clock, told } = await settled({ [BLACKOUT]: 'Fri 18:00-24:00; Sat; Sun 00:00-22:00 Europe/Berlin' });
    change(cluster, 'second');
    await clock.advance(34 * HOUR);
    expect([isRolled(cluster), (await told()).length]).toEqual([false, 1]);
    await clock.advance(HOUR);
    expect([isRolled(cluster), patches(cluster).length]).toEqual([true, 2]);
  });

  it('goes before a window', async () => {
    const { cluster, clock } = await settled({ [WINDOW]: '10:00-20:00', [BLACKOUT]: '10:00-11:00' });
    change(cluster, 'second');
    await clock.advance(50 * MINUTE);
    expect(isRolled(cluster)).toBe(false);
    await clock.advance(5 * MINUTE);
    expect(isRolled(cluster)).toBe(true);
  });
});
