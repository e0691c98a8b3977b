import { describe, expect, it } from '@jest/globals';
import { launch } from '../../../../local/node/pods/process.ts';

const order = (args: readonly string[]) => {
  const said: string[] = [];
  const ended = launch({
    program: process.execPath,
    args: ['--version', ...args],
    env: {},
    folder: '.',
    onOutput: (_stream, chunk) => said.push(Buffer.from(chunk).toString()),
  }).ended;
  return { said, ended };
};

describe('a container that cannot be started as a process', () => {
  it.each([
    ['an argument of 4 MiB', 'x'.repeat(4 * 1024 * 1024)],
    ['a NUL in an argument', 'a\0b'],
  ])('ends, and says why: %s', async (_, arg) => {
    const { said, ended } = order([arg]);
    await expect(ended).resolves.toEqual({ exitCode: 128 });
    expect(said.join('')).not.toBe('');
  });
});
