import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { load } from 'js-yaml';
import { audit } from '../../cli/commands/audit.ts';
import { completeFrom } from '../../cli/commands/complete.ts';
import { kingdoms } from '../../cli/commands/kingdoms.ts';
import { logs } from '../../cli/commands/logs.ts';
import { shops } from '../../cli/commands/shops.ts';
import { towns } from '../../cli/commands/towns.ts';
import { watch } from '../../cli/commands/watch.ts';
import { commands } from '../../cli/command-table.ts';
import { CommandFailure, runCommand } from '../../cli/run-command.ts';
import { startHostileServer, type HostileServer } from './hostile-server.ts';
import { outcomeIn, outcomeOf } from './invocation.ts';

/** What writes a clipboard, moves the cursor, turns a line around, and begins a line of its own. */
const EVIL = '\u001B]52;c;cm0gLXJmIC8=\u0007\u009B2J\u202Elive\r\nciv: all is well';
const EVIL_LABELS = { town: EVIL, shop: EVIL, 'civ8s.dev/kingdom': 'x', 'civ8s.dev/realm': EVIL };
const EVIL_META = {
  name: EVIL,
  namespace: EVIL,
  uid: EVIL,
  resourceVersion: '7',
  labels: EVIL_LABELS,
  annotations: { [`goods.civ8s.dev/${EVIL}`]: '3', 'worker.civ8s.dev/waits': EVIL },
};
const EVIL_OBJECT = {
  metadata: EVIL_META,
  spec: { replicas: 1 },
  status: { phase: EVIL, conditions: [{ type: 'Ready', status: EVIL }] },
  data: { 'directions.json': EVIL },
};

/** Nothing that a terminal would obey, nor a reader be misled by. */
const CLEAN = /^[^\p{Cc}\p{Bidi_Control}]*$/u;
const linesOf = (text: string) => text.split('\n');

describe('text of others', () => {
  let server: HostileServer;
  beforeAll(async () => {
    server = await startHostileServer();
  });
  afterAll(() => server.stop());
  const listed = { kind: 'List', metadata: { resourceVersion: '7' }, items: [EVIL_OBJECT] };

  it.each([
    ['kingdoms', kingdoms, []],
    ['kingdoms, wide', kingdoms, ['-o', 'wide']],
    ['towns', towns, ['-A']],
    ['towns, wide', towns, ['-A', '-o', 'wide']],
    ['shops', shops, ['-A']],
    ['shops, by name', shops, ['-A', '-o', 'name']],
    ['shops, wide', shops, ['-A', '-o', 'wide']],
  ] as const)('of a cluster is printable: %s', async (_, command, args) => {
    server.answer = () => listed;
    const { code, stdout, stderr } = await outcomeIn({ env: server.env }, command, ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\\u202elive\\u000d\\u000aciv: all is well');
    for (const line of linesOf(stdout)) expect(line).toMatch(CLEAN);
  });

  it('is the same value in JSON and in YAML', async () => {
    server.answer = () => listed;
    const json = await outcomeIn({ env: server.env }, shops, '-A', '-o', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject([{ name: EVIL, kingdom: EVIL, waitsFor: EVIL, stock: { [EVIL]: 3 } }]);
    const yaml = await outcomeIn({ env: server.env }, kingdoms, '-o', 'yaml');
    expect(load(yaml.stdout)).toMatchObject([{ name: EVIL, realm: EVIL }]);
    for (const line of linesOf(yaml.stdout)) expect(line).toMatch(CLEAN);
  });

  it.each([
    ['as lines', []],
    ['as JSON', ['-o', 'json']],
  ])('of annotations is printable in civ watch: %s', async (_, args) => {
    const stop = new AbortController();
    server.answer = ({ isWatch }) => (isWatch ? { status: 400, body: {} } : listed);
    const { stdout } = await outcomeIn(
      { env: server.env, stop: stop.signal, onOutput: (text) => text.includes('\\u202elive') && stop.abort() },
      watch,
      'k',
      ...args,
    );
    for (const line of linesOf(stdout)) expect(line).toMatch(CLEAN);
  });

  it('of a log keeps its colours, and no more', async () => {
    server.answer = ({ path }) =>
      path.endsWith('/log') ? Buffer.from(`\u001B[31mred\u001B[0m ${EVIL}\n`) : { ...listed, items: [EVIL_OBJECT] };
    const { stdout } = await outcomeIn({ env: server.env }, logs, 'k', 't', EVIL);
    expect(stdout).toBe('\u001B[31mred\u001B[0m \\u001b]52;c;cm0gLXJmIC8=\\u0007\\u009b2J\\u202elive\u001B[0m\nciv: all is well\n');
  });

  it('of an error of the server is one line, and not a page', async () => {
    server.answer = () => ({ status: 403, body: { kind: 'Status', code: 403, message: `${EVIL}${'!'.repeat(1_000_000)}` } });
    for (const [command, args] of [
      [kingdoms, []],
      [watch, ['k']],
      [audit, []],
    ] as const) {
      const { code, stderr } = await outcomeIn({ env: server.env }, command, ...args);
      expect({ code, lines: linesOf(stderr).length }).toEqual({ code: 1, lines: 2 });
      expect(linesOf(stderr)[0]).toMatch(CLEAN);
      expect(stderr.length).toBeLessThan(3_000);
    }
  });

  it('is not told to a shell that completes', async () => {
    server.answer = () => ({ ...listed, items: [EVIL_OBJECT, { ...EVIL_OBJECT, metadata: { ...EVIL_META, name: 'kingdom-of-x' } }] });
    expect((await outcomeIn({ env: server.env }, completeFrom(commands), 'towns', '')).stdout).toBe('kingdom-of-x\n');
  });

  it('of any failure, and of any command line, is printable, and bounded', async () => {
    const command = runCommand(() =>
      new Command('fail').argument('<text>').action((text: string) => {
        throw new CommandFailure(`${text}:\n${'  a mistake\n'.repeat(40_000)}`);
      }),
    );
    const { stderr } = await outcomeOf(command, EVIL.replaceAll('\n', ' '));
    const lines = linesOf(stderr);
    expect(lines).toHaveLength(103);
    expect(lines.slice(-2)).toEqual(['  … and 39,900 more', '']);
    for (const line of lines) expect(line).toMatch(CLEAN);
    for (const line of linesOf((await outcomeOf(command, 'a', EVIL)).stderr)) expect(line).toMatch(CLEAN);
  });
});
