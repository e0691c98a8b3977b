import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leavePlaces, takePlace } from './places.ts';

describe('the places of real API servers', () => {
  const { RUN_FOLDER } = process.env;
  let folder: string;
  const place = (number: number) => join(folder, `real-${number}`);
  const holder = (number: number) => join(place(number), 'holder');
  const takenByOthers = (number: number) => {
    mkdirSync(place(number));
    writeFileSync(holder(number), '1');
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-places-'));
    process.env['RUN_FOLDER'] = folder;
  });
  afterEach(() => {
    process.env['RUN_FOLDER'] = RUN_FOLDER;
    rmSync(folder, { recursive: true, force: true });
  });

  it('are made as they are asked for, and a suite keeps the one that it has', async () => {
    expect([await takePlace(), await takePlace()]).toEqual([place(1), place(1)]);
    expect(existsSync(place(2))).toBe(false);
  });

  it('are two for two suites', async () => {
    takenByOthers(1);
    expect(await takePlace()).toBe(place(2));
  });

  it('are waited for where both are taken', async () => {
    takenByOthers(1);
    takenByOthers(2);
    const waiting = takePlace();
    rmSync(holder(2));
    expect(await waiting).toBe(place(2));
  });

  it('become three where one waits too long', async () => {
    takenByOthers(1);
    takenByOthers(2);
    expect(await takePlace(0)).toBe(place(3));
  });

  it('are left at the end of a suite by who has them, and by nobody else', async () => {
    takenByOthers(1);
    await takePlace();
    leavePlaces();
    expect([existsSync(holder(1)), existsSync(holder(2)), existsSync(place(2))]).toEqual([true, false, true]);
  });
});
