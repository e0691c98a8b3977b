import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execLine } from '../../../../local/node/pods/exec-line.ts';

describe('what runs for a command in a container', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-line-'));
    mkdirSync(join(folder, 'volumes', 'books', 'old'), { recursive: true });
    writeFileSync(join(folder, 'volumes', 'books', 'old', 'wood'), '20');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const line = (...command: readonly string[]) =>
    execLine(command, {
      program: '/bin/node',
      programArgs: ['/civ/civ.cjs'],
      folder,
      mounts: [{ path: '/var/lib/civ', folder: join(folder, 'volumes', 'books') }],
    });

  it('is our own program for civ', () => expect(line('civ', 'audit')).toEqual(['/bin/node', '/civ/civ.cjs', 'audit']));

  it('finds what is in a volume', () =>
    expect(line('cat', '/var/lib/civ/old/wood', '/etc/hosts')).toEqual([
      'cat',
      join(folder, 'volumes', 'books', 'old', 'wood'),
      '/etc/hosts',
    ]));

  it.each([
    ['/var/lib/civ/old', 'var/lib/civ/old/wood'],
    ['/var/lib/civ', 'var/lib/civ/./old/wood'],
  ])('is an archive with the names that kubectl cp asked for, of %s', (path, expected) => {
    const [program = '', ...args] = line('tar', 'cf', '-', path);
    expect(execFileSync('tar', ['-t'], { input: execFileSync(program, args), encoding: 'utf8' }).split('\n')).toContain(expected);
    line('tar', 'cf', '-', path); // a second time, where the link is there already
  });

  it('is an archive of the machine for what is in no volume', () =>
    expect(line('tar', 'cf', '-', '/etc')).toEqual(['tar', 'cf', '-', '/etc']));
});
