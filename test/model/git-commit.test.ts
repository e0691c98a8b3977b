import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMIT_FILE, gitCommit } from '../../model/git-commit.ts';

describe('the commit that code comes from', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-commit-'));
    mkdirSync(join(folder, 'build/model'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const asked = () => gitCommit(pathToFileURL(`${join(folder, 'build/model')}/`));

  it('is not known of a package that says nothing, whatever repository it lies in', () => expect(asked()).toBeUndefined());

  it('is that of the checkout', () => {
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    git('init', '-q');
    expect(asked()).toBeUndefined();
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'first');
    expect(asked()).toBe(git('rev-parse', '--short=12', 'HEAD'));
  });

  it('is that of the build, where there is one', () => {
    writeFileSync(join(folder, 'build', COMMIT_FILE), '0123456789ab\n');
    expect(asked()).toBe('0123456789ab');
  });
});
