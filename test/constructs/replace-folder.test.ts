import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderError, replaceFolder } from '../../constructs/replace-folder.ts';

let around: string;
let folder: string;
beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'civ8s-folder-'));
  folder = join(around, 'deep', 'dist');
});
afterEach(() => rmSync(around, { recursive: true, force: true }));

const write = (...names: readonly string[]) =>
  replaceFolder(
    folder,
    names.map((name) => ({ name: `${name}.yaml`, text: name })),
    '.yaml',
  );
const held = () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const beside = () => readdirSync(join(around, 'deep'));

describe('a replaced folder', () => {
  it('is made where there is none', () => {
    write('a', 'b');
    expect([held(), beside()]).toEqual([{ 'a.yaml': 'a', 'b.yaml': 'b' }, ['dist']]);
    expect(statSync(folder).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('holds nothing of before', () => {
    write('a', 'b');
    write('c');
    expect([held(), beside()]).toEqual([{ 'c.yaml': 'c' }, ['dist']]);
  });

  it('is left alone where it holds what is not ours', () => {
    mkdirSync(folder, { recursive: true });
    for (const name of ['notes.txt', 'app.js', 'a.yaml']) writeFileSync(join(folder, name), 'mine');
    expect(() => write('a')).toThrow(
      new FolderError(`cannot write to ${folder}: it holds app.js and 1 more, not only *.yaml: choose a folder that nothing else uses`),
    );
    expect([held()['a.yaml'], beside()]).toEqual(['mine', ['dist']]);
  });

  it('is left alone where a file cannot be written', () => {
    write('a');
    expect(() => write('b', join('missing', 'c'))).toThrow(FolderError);
    expect([held(), beside()]).toEqual([{ 'a.yaml': 'a' }, ['dist']]);
  });

  it('cannot be a file', () => {
    mkdirSync(join(around, 'deep'));
    writeFileSync(folder, '');
    expect(() => write('a')).toThrow(`cannot write to ${folder}: ENOTDIR: not a directory`);
  });
});
