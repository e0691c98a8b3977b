import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { kingdoms } from '../../cli/commands/kingdoms.ts';
import { shops } from '../../cli/commands/shops.ts';
import { towns } from '../../cli/commands/towns.ts';
import { namespaces } from '../../kube/objects/built-in.ts';
import { outcomeIn } from './invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from './small-cluster.ts';

describe('what a cluster holds', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster();
    await addKingdom(cluster, 'kingdom-of-foobar');
    await addKingdom(cluster, 'valley');
    await addKingdom(cluster, 'kingdom-of-old', {});
    await addKingdom(cluster, 'stranger', {});
    await addShop(cluster, {
      kingdom: 'kingdom-of-foobar',
      town: 'simple-town',
      shop: 'woodworker',
      goods: { wood: '12' },
      directions: [{ product: 'wood', amount: 10, minimum: 1, interval: 5 }],
    });
    await addShop(cluster, {
      kingdom: 'kingdom-of-foobar',
      town: 'simple-town',
      shop: 'ironworker',
      goods: { iron: '0', stone: '3' },
      waits: '10 wood from woodworker',
    });
    await addShop(cluster, { kingdom: 'kingdom-of-foobar', town: 'north-town', shop: 'mason' });
  });
  afterAll(() => cluster.stop());
  const said = (command: typeof kingdoms, ...args: string[]) => outcomeIn({ env: cluster.env }, command, ...args);

  it('kingdoms: by label or by name, sorted, one a line', async () =>
    expect(await said(kingdoms)).toEqual({ code: 0, stdout: 'kingdom-of-foobar\nkingdom-of-old\nvalley\n', stderr: '' }));
  it('kingdoms, wide', async () =>
    expect((await said(kingdoms, '-o', 'wide')).stdout).toBe(
      'NAME                REALM    STATUS\nkingdom-of-foobar   sample   Active\nkingdom-of-old      <none>   Active\nvalley              sample   Active\n',
    ));
  it('kingdoms, as kubectl names them', async () =>
    expect((await said(kingdoms, '-o', 'name', '-l', 'civ8s.dev/realm=sample')).stdout).toBe(
      'namespace/kingdom-of-foobar\nnamespace/valley\n',
    ));
  it('kingdoms, for programs', async () => {
    const rows = [
      { name: 'kingdom-of-foobar', realm: 'sample', status: 'Active' },
      { name: 'kingdom-of-old', status: 'Active' },
      { name: 'valley', realm: 'sample', status: 'Active' },
    ];
    expect(JSON.parse((await said(kingdoms, '-o', 'json')).stdout)).toEqual(rows);
    expect(load((await said(kingdoms, '-o', 'yaml')).stdout)).toEqual(rows);
  });

  it.each([[['--kingdom', 'kingdom-of-foobar']], [['kingdom-of-foobar']]])('towns of %j', async (args) =>
    expect(await said(towns, ...args)).toEqual({ code: 0, stdout: 'north-town\nsimple-town\n', stderr: '' }),
  );
  it('towns of all kingdoms', async () =>
    expect((await said(towns, '-A')).stdout).toBe('kingdom-of-foobar/north-town\nkingdom-of-foobar/simple-town\n'));
  it('shops of a town: its pods', async () => {
    const expected = { code: 0, stdout: 'ironworker-1\nwoodworker-1\n', stderr: '' };
    expect(await said(shops, '--kingdom', 'kingdom-of-foobar', '--town', 'simple-town')).toEqual(expected);
    expect(await said(shops, 'kingdom-of-foobar', 'simple-town')).toEqual(expected);
  });
  it('shops, wide: what they hold, make and wait for', async () =>
    expect((await said(shops, 'kingdom-of-foobar', 'simple-town', '-o', 'wide')).stdout).toBe(
      'NAME           SHOP         WORKERS   WANTS     READY   STOCK             MAKES       WAITS-FOR\n' +
        'ironworker-1   ironworker   1         <fixed>   no      iron 0, stone 3   <unknown>   10 wood from woodworker\n' +
        'woodworker-1   woodworker   1         <fixed>   yes     wood 12           2 wood/s    <nothing>\n',
    ));
  it('all shops, and towns, wide: the kingdom goes first, as namespaces do', async () => {
    expect((await said(shops, '-A', '-o', 'wide', '-l', 'shop=mason')).stdout).toBe(
      'KINGDOM             NAME      TOWN         SHOP    WORKERS   WANTS     READY   STOCK    MAKES       WAITS-FOR\n' +
        'kingdom-of-foobar   mason-1   north-town   mason   1         <fixed>   yes     <none>   <unknown>   <nothing>\n',
    );
    expect((await said(towns, '-A', '-o', 'wide')).stdout).toBe(
      'KINGDOM             NAME          SHOPS   READY\nkingdom-of-foobar   north-town    1       0/1\nkingdom-of-foobar   simple-town   2       0/2\n',
    );
    expect((await said(towns, '-n', 'kingdom-of-foobar', '-o', 'wide')).stdout).toBe(
      'NAME          SHOPS   READY\nnorth-town    1       0/1\nsimple-town   2       0/2\n',
    );
  });

  it.each([
    [towns, [], 'civ towns: required flag(s) "kingdom" not set\n'],
    [shops, ['--kingdom', 'k'], 'civ shops: required flag(s) "town" not set\n'],
    [shops, [], 'civ shops: required flag(s) "kingdom", "town" not set\n'],
  ])('says which flag is missing', async (command, args, stderr) =>
    expect(await said(command, ...args)).toEqual({ code: 1, stdout: '', stderr }),
  );

  it('answers nothing for a kingdom that does not exist, and hints at those that do', async () =>
    expect(await said(towns, 'kingdom-of-fobar')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'there is no kingdom "kingdom-of-fobar": there are kingdom-of-foobar, kingdom-of-old, valley\n',
    }));

  it('goes on and prints what changes, an object a line', async () => {
    const stop = new AbortController();
    const lines = (text: string) => text.split('\n').length - 1;
    const watching = outcomeIn(
      {
        env: cluster.env,
        stop: stop.signal,
        onOutput: (text) => {
          if (lines(text) === 3)
            void cluster.connection.client.patch(
              namespaces,
              { name: 'valley' },
              { merge: { metadata: { labels: { 'civ8s.dev/realm': 'other' } } } },
            );
          if (lines(text) === 4) stop.abort();
        },
      },
      kingdoms,
      '-w',
      '-o',
      'json',
    );
    expect(
      (await watching).stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object)
        .at(-1),
    ).toEqual({ name: 'valley', realm: 'other', status: 'Active' });
  });
});
