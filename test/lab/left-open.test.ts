import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userEnvironment } from '../synth/checkout.ts';

/** What does not end by itself is ended, and has no status. */
const ENDED_AFTER_MS = 60_000;

describe('a lab that nobody stops', () => {
  it('keeps no process alive, but for what is on its way, and leaves no file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'civ8s-left-open-'));
    try {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['test/lab/left-open.ts'], {
        env: { ...userEnvironment(), TMPDIR: folder },
        timeout: ENDED_AFTER_MS,
        encoding: 'utf8',
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'default/a\n', stderr: '' });
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
