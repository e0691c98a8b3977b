import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diff } from '../../../cli/commands/diff.ts';
import type { Command } from '../../../cli/invocation.ts';
import { plan } from '../../../cli/commands/plan.ts';
import { render } from '../../../cli/commands/render.ts';
import { outcomeOf } from '../invocation.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'civ8s-realms-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** What a command says, in one line and without its name. */
const said = async (command: Command, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await outcomeOf(command, ...args);
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
  return stderr
    .replace(/^civ \w+: /, '')
    .trimEnd()
    .replaceAll(`${folder}/`, '');
};

describe('a realm file that cannot be read', () => {
  const none = 'exports a realm that is not the value of realmOf: write `export const realm = realmOf(…)`';

  it.each([
    ['throws.mjs', "throw new Error('no luck\\nat all');", 'cannot load throws.mjs: no luck: it has to run under `node throws.mjs`'],
    ['text.mjs', "throw 'text';", 'cannot load text.mjs: text: it has to run under `node text.mjs`'],
    [
      'missing.mjs',
      "import './none.mjs';",
      expect.stringMatching(/^cannot load missing\.mjs: Cannot find module .*none\.mjs.*: it has to run under `node missing\.mjs`$/),
    ],
    [
      'syntax.mjs',
      'export const realm = ;',
      expect.stringMatching(/^cannot load syntax\.mjs: .*: it has to run under `node syntax\.mjs`$/),
    ],
    ['empty.mjs', '', 'empty.mjs exports no realm: write `export const realm = realmOf(…)`'],
    ['number.mjs', 'export const realm = 3;', `number.mjs ${none}`],
    ['null.mjs', "export const realm = { name: 'x', kingdoms: [null] };", `null.mjs ${none}`],
    ['towns.mjs', "export const realm = { name: 'x', kingdoms: [{ name: 'y', towns: 3 }] };", `towns.mjs ${none}`],
    [
      'shops.mjs',
      "export const realm = { name: 'x', kingdoms: [{ name: 'y', towns: [{ name: 't', shops: [{ name: 's' }] }] }] };",
      `shops.mjs ${none}`,
    ],
  ])('%s', async (file, text, line) => {
    const path = write(file, text);
    for (const command of [plan, render, diff]) expect(await said(command, '--realm', path)).toEqual(line);
  });

  it('is a folder, or not there', async () => {
    expect(await said(plan, '--realm', join(folder, 'gone.ts'))).toBe(
      'cannot read the realm of gone.ts: there is no such file: name one with --realm FILE, or a values.yaml with -f FILE',
    );
    expect(await said(plan, '-f', folder)).toContain(
      'EISDIR: illegal operation on a directory, read: give a values.yaml with kingdoms, towns, shops and directions',
    );
  });
});

describe('rendered manifests that cannot be read', () => {
  it.each([
    [
      'no folder',
      () => join(folder, 'gone'),
      "cannot read gone: ENOENT: no such file or directory, scandir 'gone': name a folder with manifests",
    ],
    ['a file', () => write('file', ''), "cannot read file: ENOTDIR: not a directory, scandir 'file': name a folder with manifests"],
    [
      'an empty folder',
      () => (mkdirSync(join(folder, 'bare'), { recursive: true }), join(folder, 'bare')),
      'cannot apply bare: it holds no *.yaml: `npm run synth` writes some',
    ],
  ])('%s', async (_, path, line) => expect(await said(diff, '--dist', path())).toBe(line));
});

describe('a folder that cannot be written', () => {
  it.each([
    [
      'a file',
      () => write('taken', ''),
      "cannot write to taken: ENOTDIR: not a directory, scandir 'taken': choose a folder that can be written",
    ],
    [
      'below a file',
      () => join(write('taken', ''), 'x'),
      "cannot write to taken/x: ENOTDIR: not a directory, scandir 'taken/x': choose a folder that can be written",
    ],
    [
      'nothing',
      () => '',
      "option '-o, --output <folder>' argument '' is invalid. give a folder, or - to print: civ render --help lists what it takes",
    ],
  ])('%s', async (_, path, line) => expect((await said(render, '-o', path())).replace(`${folder}/`, '')).toBe(line));

  // /proc takes no folders, and says that there is no such file: Node's own mkdir would try for ever.
  (process.platform === 'linux' ? it : it.skip)('a file system that takes none', async () =>
    expect(await said(render, '-o', '/proc/x/y')).toBe(
      "cannot write to /proc/x/y: ENOENT: no such file or directory, mkdir '/proc/x': choose a folder that can be written",
    ),
  );
});
