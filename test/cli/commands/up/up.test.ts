import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { up as command } from '../../../../cli/commands/up.ts';
import { outcomeOf } from '../../invocation.ts';
import { startedHere } from './started-here.ts';

describe('civ up', () => {
  const { up, realmFile } = startedHere();

  it('ends with 0 as soon as every shop is ready, across kingdoms', async () => {
    const started = up('--for', '60s');
    expect(await started.ended).toBe(0);
    expect(started.stdout).toMatch(/^export KUBECONFIG=\S+\n/);
    for (const shop of ['kingdom-of-quick/wood-town/woodworker', 'kingdom-of-quick/wood-town/carver', 'kingdom-of-guests/inn-town/inn'])
      expect(started.stdout).toContain(`${shop} is ready\n`);
    expect(started.stderr).toBe('');
  });

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
  });

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
  });

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
