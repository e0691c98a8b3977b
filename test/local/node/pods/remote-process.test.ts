import { describe, expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { startRemote } from '../../../../local/node/pods/remote-process.ts';

const start = (...line: readonly string[]) => startRemote({ line, env: { PATH: process.env['PATH'] ?? '' }, folder: '.', terminal: false });

describe('a command that somebody runs in a container', () => {
  it('is no child of the process that runs the container', async () => {
    const command = start('sh', '-c', 'echo $PPID');
    expect(Number(await text(command.stdout))).not.toBe(process.pid);
    await expect(command.ended).resolves.toBe(0);
  });

  it('ends alone when it kills its parent', async () => {
    await expect(start('sh', '-c', 'kill -9 $PPID').ended).resolves.toBe(137);
  });

  it('reads what it is sent', async () => {
    const command = start('cat');
    command.stdin?.end('hello');
    await expect(text(command.stdout)).resolves.toBe('hello');
  });

  it.each([
    ['exits with', 'exit 3', 3],
    ['was killed by', 'kill -15 $$', 143],
  ])('ends with the code that it %s', async (_, script, code) => {
    await expect(start('sh', '-c', script).ended).resolves.toBe(code);
  });

  it('gets its arguments as they are', async () => {
    const command = start('printf', '%s|', 'a b', '$HOME', '"', "'");
    await expect(text(command.stdout)).resolves.toBe(`a b|$HOME|"|'|`);
  });

  describe.each([false, true])('that cannot be run, on a terminal: %s', (terminal) => {
    it.each([
      ['no-such-program', 'executable file not found in $PATH'],
      ['./no-such-program', 'stat ./no-such-program: no such file or directory'],
      ['./docs', 'permission denied'],
    ])('is said to be none: %s', async (name, why) => {
      const { ended } = startRemote({ line: [name], env: { PATH: process.env['PATH'] ?? '' }, folder: '.', terminal });
      await expect(ended).rejects.toThrow(`error executing command in container: exec: "${name}": ${why}`);
    });
  });
});
