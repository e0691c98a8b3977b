import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { RealmPicture } from '../../../../dashboard/wire/realm.ts';
import { until } from '../../../until.ts';
import { startedHere } from './started-here.ts';

const WITH_CONTROLLERS = join('test', 'cli', 'commands', 'up', 'quick-realm-with-controllers.ts');

describe('civ up, of a whole realm', () => {
  const { up, realmFile } = startedHere();

  it('prints where the dashboard is, under the line of the KUBECONFIG, and serves it there', async () => {
    const started = up('--realm', WITH_CONTROLLERS);
    const url = (await started.line(/^dashboard: http:/)).slice('dashboard: '.length);
    expect(started.stdout).toMatch(/^export KUBECONFIG=\S+\ndashboard: http:\/\/127\.0\.0\.1:\d+\/\n/);
    const picture = await until('its shops', async () => {
      const answer = await fetch(`${url}api/realm`);
      const found = answer.ok && ((await answer.json()) as RealmPicture);
      const isThere = found !== false && found.sources.every(({ state }) => state === 'live');
      return isThere && found.shops.some(({ stock }) => stock.length > 0) && found;
    });
    expect(picture.kingdoms.map(({ name }) => name)).toEqual(['kingdom-of-guests', 'kingdom-of-quick']);
  });

  it('leaves the dashboard out where that is asked for', async () => {
    const started = up('--realm', WITH_CONTROLLERS, '--no-dashboard', '--for', '90s');
    expect(await started.ended).toBe(0);
    expect(started.stdout).not.toContain('dashboard');
  });

  it('ends with 1 when the time is up, and says of each shop why it is not ready', async () => {
    const file = realmFile(`
      import { seconds } from '@/model/duration.ts';
      import { kingdom, realmOf, town } from '@/model/realm-of.ts';
      import { make, shop } from '@/model/shop.ts';
      const slow = shop('slow', make('gold', { amount: 1, every: seconds(3600), minimum: 1 }));
      const poor = shop('poor', make('ring', { amount: 1, every: seconds(0.1), minimum: 1, from: [slow.sells('gold', 2)] }));
      export const realm = realmOf('late', kingdom('kingdom-of-late', town('t', slow, poor)));
      export const settings = { system: false };`);
    const started = up('--realm', file, '--for', '8s');
    expect(await started.ended).toBe(1);
    expect(started.stderr).toContain('civ up: after 8 s not every shop is ready:\n');
    expect(started.stderr).toContain('  kingdom-of-late/t/poor: waits for 2 gold from slow\n');
    expect(started.stderr).toContain('  kingdom-of-late/t/slow: 0 of 1 pods are ready\n');
  });
});
