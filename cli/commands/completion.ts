import { Argument, Command } from 'commander';
import type { CommandInvocation } from '../invocation.ts';
import { runCommand } from '../run-command.ts';

export const completionCommand = ({ stdout }: CommandInvocation): Command =>
  new Command('completion')
    .description('print the completion script of a shell: for commands, flags, and the names of kingdoms, towns and shops')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('before', 'source <(civ completion bash)\nsource <(civ completion zsh)\nciv completion fish | source\n')
    .action((shell: keyof typeof SCRIPTS) => void stdout.write(SCRIPTS[shell]));

export const completion = runCommand(completionCommand);

/** Each asks `civ complete` with the words so far, the one being typed last; it answers a candidate a line. */
const SCRIPTS = {
  bash: `_civ() {
  local IFS=$'\\n'
  COMPREPLY=($(civ complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _civ civ
`,
  zsh: `#compdef civ
_civ() {
  local -a candidates
  candidates=("\${(@f)$(civ complete "\${words[@]:1:$((CURRENT - 1))}" 2>/dev/null)}")
  [[ -n "$candidates" ]] && compadd -a candidates || _files
}
compdef _civ civ
`,
  fish: `complete -c civ -f -a '(civ complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
} as const;
