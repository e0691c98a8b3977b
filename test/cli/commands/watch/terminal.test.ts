import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { deployments, pods } from '../../../../kube/objects/built-in.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../../small-cluster.ts';
import { describeOnTerminal, onTerminal, type Terminal } from '../../terminal.ts';

const KINGDOM = 'kingdom-of-foobar';
const CIV = `${process.execPath} package/civ.cjs`;

describeOnTerminal('civ watch on a terminal', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster();
    await addKingdom(cluster, KINGDOM);
    for (const shop of ['carver', 'mason', 'woodworker'])
      await addShop(cluster, { kingdom: KINGDOM, town: 't', shop, goods: { wood: '3', stone: '4' } });
    await addShop(cluster, { kingdom: KINGDOM, town: 't', shop: 'smith', goods: { iron: '1' }, range: '1-5' });
  });
  afterAll(() => cluster.stop());
  const open: Terminal[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((terminal) => terminal.end()));
  });
  const watch = (size: { readonly columns: number; readonly rows: number }, env: Readonly<Record<string, string>> = {}) => {
    const terminal = onTerminal(`${CIV} watch ${KINGDOM}`, size, { ...cluster.env, ...env });
    open.push(terminal);
    return terminal;
  };
  const hold = (wood: number) =>
    cluster.connection.client.patch(
      pods,
      { namespace: KINGDOM, name: 'woodworker-1' },
      { merge: { metadata: { annotations: { 'goods.civ8s.dev/wood': String(wood) } } } },
    );

  it('shows the stock at once on a screen of its own, and a change in green; q gives the terminal back', async () => {
    const terminal = watch({ columns: 80, rows: 24 });
    await terminal.shows(/woodworker-1[^]*stone {18}4/);
    expect(terminal.text).toContain('\u001B[?1049h');
    await hold(8);
    await terminal.shows(/\u001B\[38;2;0;\d+;0m↑\+5\u001B\[0m/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).toMatch(/\u001B\[\?25h\u001B\[\?1049lExiting watch command\.\.\.\r?\n$/);
  });

  it('shows how many workers a shop has, where their number is left to demand', async () => {
    const terminal = watch({ columns: 80, rows: 24 });
    await terminal.shows(/smith-1 {3}1 of 1-5 workers/);
    const scale = { merge: { spec: { replicas: 3 } } };
    await cluster.connection.client.patch(deployments, { namespace: KINGDOM, name: 'smith' }, scale, { subresource: 'scale' });
    await terminal.shows(/smith-1 {3}3 of 1-5 workers/);
    expect(terminal.text).not.toMatch(/mason-1 +\d/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  });

  it('ends at Ctrl-C with 0', async () => {
    const terminal = watch({ columns: 80, rows: 24 });
    await terminal.shows(/woodworker-1/);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).toMatch(/Exiting watch command\.\.\.\r?\n$/);
  });

  it('paints nothing in colour where NO_COLOR is set', async () => {
    const terminal = watch({ columns: 80, rows: 24 }, { NO_COLOR: '1' });
    await terminal.shows(/woodworker-1/);
    await hold(9);
    await terminal.shows(/↑\+\d|↓-\d/);
    terminal.type('q');
    await terminal.ended;
    expect(terminal.text).not.toContain('\u001B[38;');
  });

  it('fits a small terminal, and scrolls', async () => {
    const terminal = watch({ columns: 30, rows: 6 });
    await terminal.shows(/0 lines above, \d+ below/);
    expect(terminal.text).not.toContain('woodworker-1');
    terminal.type('\u001B[6~');
    await terminal.shows(/woodworker-1/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  });

  it('fits again when the terminal changes its size', async () => {
    const terminal = watch({ columns: 80, rows: 24 });
    await terminal.shows(/woodworker-1/);
    terminal.resize({ columns: 30, rows: 6 });
    await terminal.shows(/\u001B\[2J\u001B\[H[^]*carver-1[^]*0 lines above, \d+ below/);
    terminal.resize({ columns: 200, rows: 60 });
    await terminal.shows(/lines above[^]*\u001B\[2J\u001B\[H[^]*carver-1[^]*woodworker-1/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  });

  it('says what is there where nothing is', async () => {
    const terminal = onTerminal(`${CIV} watch kingdom-of-fobar`, { columns: 80, rows: 24 }, cluster.env);
    open.push(terminal);
    await terminal.shows(/\u001B\[\?1049h[^]*there is no kingdom "kingdom-of-fobar": there is kingdom-of-foobar/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  });
});
