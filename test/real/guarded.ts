import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { THRIFTY_GO } from '../thrifty-go.ts';

/** Ends the program when nothing holds its standard input any more, and then removes a folder, where one is named. */
const GUARD = `
trap '' HUP INT TERM
exec 3<&0
folder=$1 pidfile=$2; shift 2
"$@" </dev/null 3<&- & program=$!
[ -z "$pidfile" ] || echo $program >"$pidfile"
(read -r _ <&3; kill -KILL $program) & guard=$!
wait $program; status=$?
kill -KILL $guard
[ -z "$folder" ] || rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }
exit $status`;

export interface GuardedOptions {
  /** Where its output is appended. */
  readonly log: string;
  /** A folder that goes with the program. */
  readonly removes?: string;
  /** Where its process id is written. */
  readonly pidFile?: string;
}

/**
 * Starts a program that does not outlive this process, however that ends, SIGKILL included: a shell in a session of its own hears of
 * it by the end of a pipe. The program keeps nobody from ending.
 */
export function startGuarded(program: string, args: readonly string[], { log, removes = '', pidFile = '' }: GuardedOptions): ChildProcess {
  const file = openSync(log, 'a');
  const env = { ...process.env, ...THRIFTY_GO };
  const child = spawn('sh', ['-c', GUARD, 'sh', removes, pidFile, program, ...args], { detached: true, stdio: ['pipe', file, file], env });
  closeSync(file);
  child.unref();
  return child;
}

/** Ends what `startGuarded` has started; also twice. */
export async function endGuarded(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}
