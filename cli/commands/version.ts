import { Command, Option } from 'commander';
import { packageVersion } from '../../model/package-version.ts';
import type { CommandInvocation } from '../invocation.ts';
import { runCommand } from '../run-command.ts';

export const versionCommand = ({ stdout }: CommandInvocation): Command =>
  new Command('version')
    .description('print the version')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['json']))
    .addHelpText('before', 'civ version\nciv version -o json\n')
    .action(({ output }: { readonly output?: 'json' }) => {
      const version = packageVersion();
      stdout.write(
        output === 'json'
          ? `${JSON.stringify({ version, node: process.version, platform: `${process.platform}/${process.arch}` })}\n`
          : `civ ${version}\n`,
      );
    });

export const version = runCommand(versionCommand);
