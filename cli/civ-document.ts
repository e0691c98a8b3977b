import { commands } from './command-table.ts';
import type { CommandInvocation } from './invocation.ts';

const COLUMNS = 100;

/** docs/civ.md: what each command says of itself. */
export async function civDocument(): Promise<string> {
  const shown = Object.entries(commands).filter(([, { hidden }]) => hidden !== true);
  const sections: string[] = [];
  for (const [name, { summary, load }] of shown) {
    let help = '';
    const invocation: CommandInvocation = {
      args: ['--help'],
      program: ['civ'],
      env: {},
      stdout: { columns: COLUMNS, write: (text) => (help += text) },
      stderr: { write: () => true },
      stopSignal: () => new AbortController().signal,
      async *keys() {},
    };
    await (
      await load()
    )(invocation);
    sections.push(`## civ ${name}\n\n${sentence(summary)}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`);
  }
  return [INTRODUCTION, ...sections].join('\n');
}

const sentence = (summary: string): string => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;

const INTRODUCTION = [
  '# civ',
  [
    'Each command prints its own help with `--help`; this page collects what they print.',
    'Names are printed sorted, one per line, on standard output; an error is one line on standard error, with exit code 1.',
    'Colours are for terminals, and NO_COLOR turns them off.',
    'Names, logs and messages of others may hold what a terminal would obey.',
    'Such characters are written as JSON writes them, `\\u001b`, also into a pipe.',
    'Logs keep their colours, each to the end of its line.',
  ].join(' '),
  'The cluster is the one that `--kubeconfig` names; otherwise that of KUBECONFIG, of ~/.kube/config, or the one that civ runs in.\n',
].join('\n\n');
