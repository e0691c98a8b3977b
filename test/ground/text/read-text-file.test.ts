import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTooLarge, readTextFile } from '../../../ground/text/read-text-file.ts';

describe('a file of text', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-text-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (text: string) => {
    writeFileSync(join(folder, 'text'), text);
    return join(folder, 'text');
  };

  it.each(['', 'a', '王国'.repeat(50_000)])('is read whole, whatever its length', (text) =>
    expect(readTextFile(file(text), 2 ** 20)).toBe(text),
  );

  it('is read up to a bound', () => {
    expect(readTextFile(file('x'.repeat(2 ** 20)), 2 ** 20)).toHaveLength(2 ** 20);
    expect(() => readTextFile(file('x'.repeat(2 ** 20 + 1)), 2 ** 20)).toThrow(new FileTooLarge('it has more than 1 MiB'));
  });

  (existsSync('/dev/zero') ? it : it.skip)('is read up to the bound where it has no end and no size', () =>
    expect(() => readTextFile('/dev/zero', 2 ** 20)).toThrow(FileTooLarge),
  );

  (process.platform === 'linux' ? it : it.skip)('may be a pipe', () => {
    const script = `import { readTextFile } from './ground/text/read-text-file.ts'; process.stdout.write(readTextFile('/dev/stdin', 2 ** 20))`;
    const line = 'printf "kingdoms: []" | "$0" --input-type=module -e "$1"';
    expect(execFileSync('sh', ['-c', line, process.execPath, script], { encoding: 'utf8' })).toBe('kingdoms: []');
  });
});
