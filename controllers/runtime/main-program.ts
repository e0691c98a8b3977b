import { stackOf } from '../../ground/text/stack-of.ts';
import type { AnyController } from './definition.ts';
import { runProgram } from './start.ts';
import type { Trace } from './why/trace.ts';

export interface ProgramName {
  /** Names the Lease, the owner of fields, the source of Events and the User-Agent; it stands in `--help`. */
  readonly program: string;
  readonly version: string;
  /** Where spans go: of each turn of a key, and of each of its writes. */
  readonly trace?: Trace;
}

/**
 * Runs controllers as this process: arguments, environment, SIGTERM and SIGINT (the second ends it at once), the exit code.
 * Never rejects. `start` is for who wants the parts.
 */
export async function main(controllers: readonly AnyController[], { program, version, trace }: ProgramName): Promise<void> {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    stop.abort(signal);
  };
  const hangUp = (): void => stop.abort('SIGPIPE'); // nobody reads on
  process.stdout.on('error', hangUp);
  const name = { name: program, title: program, version, versionLine: `${program} version ${version}`, trace };
  const { argv, env, stdout, stderr } = process;
  try {
    process.exitCode = await runProgram(controllers, name, {
      args: argv.slice(2),
      env,
      stdout,
      stderr,
      stopSignal() {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
        return stop.signal;
      },
    });
  } catch (defect) {
    stderr.write(`${program}: this is a defect: ${stackOf(defect) ?? String(defect)}\n`);
    process.exitCode = 1;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
    process.stdout.off('error', hangUp);
  }
}
