import { describe, expect, it } from '@jest/globals';
import { commands } from '../../../cli/command-table.ts';
import { helpOn } from '../../../cli/commands/help.ts';
import { kingdoms } from '../../../cli/commands/kingdoms.ts';
import { outcomeOf } from '../invocation.ts';

const help = helpOn(commands);

describe('civ help', () => {
  it('lists the commands, and not those for programs', async () => {
    const { code, stdout } = await outcomeOf(help);
    expect(code).toBe(0);
    expect(stdout).toContain('  kingdoms    list the kingdoms of a cluster\n');
    expect(stdout).not.toContain('  serve ');
  });

  it('says of a command what it says of itself', async () =>
    expect(await outcomeOf(help, 'kingdoms')).toEqual(await outcomeOf(kingdoms, '--help')));

  it.each(['kingdms', 'toString'])('knows no command %s', async (name) =>
    expect(await outcomeOf(help, name)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^civ: unknown command ".*": .*\n$/),
    }),
  );

  it.each(Object.keys(commands).filter((name) => commands[name]?.hidden !== true))('%s begins with examples', async (name) =>
    expect((await outcomeOf(help, name)).stdout).toMatch(/^(source <\()?civ /),
  );
});
