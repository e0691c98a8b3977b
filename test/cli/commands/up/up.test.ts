import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { up as command } from '../../../../cli/commands/up.ts';
import { outcomeOf } from '../../invocation.ts';
import type { RealmPicture } from '../../../../dashboard/wire/realm.ts';
import { until } from '../../../until.ts';
import { startUp, type Started } from './started.ts';

const WITH_CONTROLLERS = join('test', 'cli', 'commands', 'up', 'quick-realm-with-controllers.ts');

describe('civ up', () => {
  const running: Started[] = [];
  const folders: string[] = [];
  const up = (...args: readonly string[]) => {
    const started = startUp(...args);
    running.push(started);
    return started;
  };
  const realmFile = (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
    folders.push(folder);
    const file = join(folder, 'realm.ts');
    writeFileSync(file, text.replaceAll('@/', `${resolve('.')}/`));
    return file;
  };
  afterEach(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('ends with 0 as soon as every shop is ready, across kingdoms', async () => {
    const started = up('--for', '60s');
    expect(await started.ended).toBe(0);
    expect(started.stdout).toMatch(/^export KUBECONFIG=\S+\n/);
    for (const shop of ['kingdom-of-quick/wood-town/woodworker', 'kingdom-of-quick/wood-town/carver', 'kingdom-of-guests/inn-town/inn'])
      expect(started.stdout).toContain(`${shop} is ready\n`);
    expect(started.stderr).toBe('');
  }, 90_000);

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
  }, 120_000);

  it('leaves the dashboard out where that is asked for', async () => {
    const started = up('--realm', WITH_CONTROLLERS, '--no-dashboard', '--for', '90s');
    expect(await started.ended).toBe(0);
    expect(started.stdout).not.toContain('dashboard');
  }, 120_000);

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
  }, 60_000);

  it('reports every mistake of a realm, and starts nothing', async () => {
    const file = realmFile(`
      import { seconds } from '@/model/duration.ts';
      import { kingdom, realmOf, town } from '@/model/realm-of.ts';
      import { make, shop } from '@/model/shop.ts';
      const upper = shop('Upper', make('x', { amount: 0, every: seconds(1), minimum: 0 }));
      export const realm = realmOf('r', kingdom('default', town('t', upper)));`);
    const started = up('--realm', file);
    expect(await started.ended).toBe(1);
    expect(started.stdout).toBe('');
    for (const part of ['civ up: ', 'default', 'Upper', 'is 0']) expect(started.stderr).toContain(part);
    expect(started.stderr).not.toContain('    at ');
  }, 30_000);

  it('says when its port is taken, and how to go on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const { code, stderr } = await outcomeOf(command, '--port', String(port));
      expect([code, stderr]).toEqual([
        1,
        `civ up: cannot listen on port ${port}: something else does already: choose another with --port, or leave it out\n`,
      ]);
    } finally {
      other.close();
    }
  }, 30_000);

  it.each([
    [['--for', 'soon'], "option '--for <duration>' argument 'soon' is invalid. give a time like 90s, 5m or 1m30s"],
    [['--port', '70000'], "option '--port <port>' argument '70000' is invalid. give a port from 0 to 65535"],
    [['--realm', 'none.ts'], 'cannot read the realm of none.ts: there is no such file: name one with --realm FILE'],
    [['--dist', 'none'], 'cannot read none: '],
  ])(
    'refuses %j in a line',
    async (args, message) => {
      const { code, stderr } = await outcomeOf(command, ...args);
      expect(code).toBe(1);
      expect(stderr).toContain(`civ up: ${message}`);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    },
    30_000,
  );
});
