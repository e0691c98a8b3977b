import { describe, expect, it } from '@jest/globals';
import { Command, Option } from 'commander';
import { CommandFailure, runCommand } from '../../cli/run-command.ts';
import { outcomeOf } from './invocation.ts';

const greet = runCommand(({ stdout }) =>
  new Command('greet')
    .description('greet somebody')
    .argument('<name>', 'whom')
    .addOption(new Option('--loud', 'shout'))
    .action(async (name: string, { loud = false }: { loud?: boolean }) => {
      if (name === 'nobody') throw new CommandFailure('cannot greet nobody: there is nobody there: name somebody');
      if (name === 'bug') throw new TypeError('undefined is not a greeting');
      stdout.write(`hello ${loud ? name.toUpperCase() : name}\n`);
    }),
);

describe('a command', () => {
  it('gets its arguments and its options', async () =>
    expect(await outcomeOf(greet, '--loud', 'town')).toEqual({ code: 0, stdout: 'hello TOWN\n', stderr: '' }));

  it('shows its help on stdout', async () => {
    const { code, stdout, stderr } = await outcomeOf(greet, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: civ greet \[options\] <name>\n\ngreet somebody\n/);
  });

  it.each([
    { args: [], says: "civ greet: missing required argument 'name': civ greet --help lists what it takes\n" },
    { args: ['--lout', 'town'], says: "civ greet: unknown option '--lout' (Did you mean --loud?): civ greet --help lists what it takes\n" },
    { args: ['nobody'], says: 'civ greet: cannot greet nobody: there is nobody there: name somebody\n' },
  ])('says in one line on stderr what is wrong with $args', async ({ args, says }) =>
    expect(await outcomeOf(greet, ...args)).toEqual({ code: 1, stdout: '', stderr: says }),
  );

  it('does not pass off a defect as an expected failure', async () => {
    await expect(outcomeOf(greet, 'bug')).rejects.toThrow(TypeError);
  });
});
