import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tour } from '../../../cli/commands/tour.ts';
import type { CommandInvocation } from '../../../cli/invocation.ts';
import { namespaces, pods } from '../../../kube/objects/built-in.ts';
import { outcomeIn } from '../invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../small-cluster.ts';

const state = mkdtempSync(join(tmpdir(), 'civ8s-tour-state-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));
const NO_REALM = { XDG_STATE_HOME: state, KUBECONFIG: join(state, 'no-such-file') };

describe('civ tour, without a realm', () => {
  beforeEach(() => rmSync(join(state, 'civ8s'), { recursive: true, force: true }));

  it('lists the chapters, and the one to begin with', async () => {
    const { code, stdout, stderr } = await outcomeIn({ env: NO_REALM }, tour);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ 1 {2}A realm, and its namespaces\n 2 {2}Labels and selectors\n/);
    expect(stdout).toMatch(/\n\nciv tour 1 shows chapter 1: A realm, and its namespaces\.\n$/);
  });

  it('shows a chapter as plain text, and says how to start a realm', async () => {
    const { code, stdout, stderr } = await outcomeIn({ env: NO_REALM }, tour, 'realm');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1\. A realm, and its namespaces\n\nIn the realm: .*\n/);
    expect(stdout).not.toMatch(/\u001B|\*\*|<!--|<details>|^```/m);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stderr).toMatch(/^no realm is running here \(.*no-such-file.*\): `npm start` runs one: paste the first line .*\n\n$/);
  });

  it('remembers what was read, until it is told to forget', async () => {
    await outcomeIn({ env: NO_REALM }, tour, '1');
    expect((await outcomeIn({ env: NO_REALM }, tour)).stdout).toMatch(/^ 1 {2}A realm, and its namespaces +read\n[^]*\nciv tour 2 shows/);
    expect((await outcomeIn({ env: NO_REALM }, tour, '--reset')).stdout).toMatch(/\nciv tour 1 shows/);
  });

  it('begins again where its file is not one of its own', async () => {
    await outcomeIn({ env: NO_REALM }, tour, '1');
    writeFileSync(join(state, 'civ8s', 'tour.json'), '[{');
    expect((await outcomeIn({ env: NO_REALM }, tour)).stdout).toMatch(/\nciv tour 1 shows/);
  });

  it.each([
    ['lables', 'labels'],
    ['Labels', 'labels'],
    ['0', '1'],
  ])('of an unknown chapter %s offers %s', async (asked, meant) =>
    expect(await outcomeIn({ env: NO_REALM }, tour, asked)).toEqual({
      code: 1,
      stdout: '',
      stderr: `civ tour: there is no chapter "${asked}": did you mean \`civ tour ${meant}\`?\n`,
    }),
  );

  it('of a number beyond the last offers the last', async () =>
    expect((await outcomeIn({ env: NO_REALM }, tour, '99')).stderr).toMatch(/there is no chapter "99": did you mean `civ tour \d+`\?\n$/));

  it('says which file it cannot write', async () => {
    const file = join(state, 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await outcomeIn({ env: { ...NO_REALM, XDG_STATE_HOME: file } }, tour, '1');
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nciv tour: cannot note in .*tour\.json what was seen: .*: XDG_STATE_HOME names another folder\n$/);
  });
});

describe('civ tour, on a cluster', () => {
  let cluster: SmallCluster;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    cluster = await startSmallCluster();
    env = { ...cluster.env, XDG_STATE_HOME: state };
  });
  afterAll(() => cluster.stop());
  beforeEach(() => rmSync(join(state, 'civ8s'), { recursive: true, force: true }));

  it('says that a cluster has no such realm', async () =>
    expect((await outcomeIn({ env }, tour, '2')).stderr).toMatch(/^this cluster has no kingdom-of-foobar, which the tour is about: /));

  describe('with the realm', () => {
    const craftsman = { kingdom: 'kingdom-of-foobar', town: 'simple-town', shop: 'craftsman' };
    const remove = (name: string) =>
      cluster.connection.client.delete(pods, { namespace: 'kingdom-of-foobar', name }, { gracePeriodSeconds: 0 });
    beforeAll(async () => {
      await addKingdom(cluster, 'kingdom-of-foobar');
      await addShop(cluster, craftsman);
    });

    it('tells what can be seen, and what is there instead', async () => {
      const { stdout, stderr } = await outcomeIn({ env }, tour, 'labels');
      expect(stderr).toBe('');
      expect(stdout).toContain(
        '\n  not yet: a new worker stands in for the one without a label (pods?shop=craftsman: all of them were there before)\n',
      );
      expect(stdout).toContain('\n  not yet: the craftsman has one worker (first: a new worker stands in for the one without a label)\n');
    });

    it('ends without a word where nobody reads any further', async () => {
      const stop = new AbortController();
      const ended = await outcomeIn({ env, stop: stop.signal, onOutput: () => stop.abort('SIGPIPE') }, tour, 'labels');
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).not.toContain('Mend it');
    });

    it('remembers what was seen, after it is over', async () => {
      const found = () => outcomeIn({ env }, tour, 'realm');
      expect((await found()).stdout).toContain('not yet: there is a second kingdom (namespaces/kingdom-of-clouds: there are 0, and not 1)');
      await cluster.connection.client.create(namespaces, { metadata: { name: 'kingdom-of-clouds' } });
      expect((await found()).stdout).toContain('\n  seen: there is a second kingdom\n');
      await cluster.connection.client.delete(namespaces, { name: 'kingdom-of-clouds' });
      expect((await found()).stdout).toContain('\n  seen: there is a second kingdom\n');
      expect((await outcomeIn({ env }, tour)).stdout).toMatch(/^ 1 .* read, seen 2 of 2\n/);
    });

    it('does not ask after the last page on a terminal, and has been read by then', async () => {
      let shown = '';
      const write = (text: string) => (shown += text);
      const terminal: CommandInvocation = {
        args: ['labels'],
        program: ['civ'],
        env: { ...env, NO_COLOR: '1' },
        stdout: { isTTY: true, columns: 80, rows: 24, write },
        stderr: { write },
        stopSignal: () => new AbortController().signal,
        async *keys() {
          for (;;) yield '\r';
        },
      };
      expect(await tour(terminal)).toBe(0);
      expect(shown.split('Enter: go on').length - 1).toBe(6); // seven pages, of which one has the answers
      expect((await outcomeIn({ env }, tour)).stdout).toMatch(/\n 2 {2}Labels and selectors +read\n/);
    });

    it('goes page by page on a terminal, and tells of what comes to be seen meanwhile', async () => {
      let shown = '';
      const waiting = new Map<string, () => void>();
      const shows = (text: string) =>
        new Promise<void>((resolve) => {
          if (shown.includes(text)) resolve();
          else waiting.set(text, resolve);
        });
      const write = (text: string): void => {
        shown += text;
        for (const [wanted, resolve] of waiting) if (shown.includes(wanted)) resolve();
      };
      const terminal: CommandInvocation = {
        args: ['labels'],
        program: ['civ'],
        env: { ...env, NO_COLOR: '1' },
        stdout: { isTTY: true, columns: 60, rows: 24, write },
        stderr: { write },
        stopSignal: () => new AbortController().signal,
        async *keys() {
          yield '\r'; // after the introduction
          yield '\r'; // after "See it"
          await shows('not yet: a new worker');
          await remove('craftsman-1');
          await cluster.connection.client.create(pods, {
            metadata: { name: 'craftsman-2', namespace: 'kingdom-of-foobar', labels: { town: 'simple-town', shop: 'craftsman' } },
            spec: { containers: [{ name: 'craftsman', image: 'civ8s:0' }] },
          });
          await shows('  seen: a new worker');
          yield 'q';
        },
      };
      expect(await tour(terminal)).toBe(0);
      expect(shown).toContain('Break it\n');
      expect(shown).not.toContain('Mend it\n');
      expect(shown.split('\n').filter((line) => line.length > 60 && !/seen: |not yet: |^ {2}/.test(line))).toEqual([]);
      expect((await outcomeIn({ env }, tour)).stdout).toMatch(/\n 2 {2}Labels and selectors +seen \d of 4\n/);
    });
  });
});
