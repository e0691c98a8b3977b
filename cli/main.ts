import { stackOf } from '../ground/text/stack-of.ts';
import { onAbort } from '../ground/time/abort.ts';
import { commands } from './command-table.ts';
import { missingPackage } from './missing-package.ts';
import { guardedInvocation } from './output.ts';
import { terminalKeys } from './terminal/terminal-keys.ts';

const LONGEST_FAREWELL_MS = 15_000;
/** For what was written to still be read, once it was told to stop. */
const LAST_READING_MS = 1_000;
const LONGEST_STACK = 10_000;

// Node prints what nobody caught: by the sources, where this is a bundle of them.
process.on('uncaughtExceptionMonitor', (error) => {
  const stack = stackOf(error);
  if (stack !== undefined) error.stack = stack;
});

const [word = 'help', ...args] = process.argv.slice(2);
const name =
  new Map([
    ['-h', 'help'],
    ['--help', 'help'],
    ['--version', 'version'],
  ]).get(word) ?? word;

/** Who reads no further wants no more: `civ logs -f … | head`. */
const hangUp = new AbortController();
let stopped = false;

const invocation = guardedInvocation({
  args,
  env: process.env,
  program: [process.execPath, ...process.argv.slice(1, 2)],
  stdout: process.stdout,
  stderr: process.stderr,
  keys: (signal) => terminalKeys(process.stdin, signal),
  stopSignal: () => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stop.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
        stop.abort(signal);
      });
    }
    onAbort(hangUp.signal, () => stop.abort('SIGPIPE'));
    onAbort(stop.signal, () => (stopped = true));
    return stop.signal;
  },
});

// The command ends by itself, with the exit code that it would have had.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return hangUp.abort();
  process.stderr.write(`civ: cannot write its output: ${error.message}: check where it goes\n`);
  process.exit(1);
});
process.stderr.on('error', () => undefined); // there is nobody left to tell

// Node ends, with 0, a process that waits for what can no longer come: a realm's module, say, that awaits for ever.
let done = false;
process.once('exit', (code) => {
  if (done || code !== 0) return;
  process.exitCode = 1;
  invocation.stderr.write(`civ ${name}: ended before it was done: what it was waiting for can no longer happen\n`);
});

// A process of the embedded cluster does not outlive it: its standard input is a pipe, which closes however the cluster ended.
if (process.env['CIV_LIFELINE'] === 'stdin') {
  process.stdin.once('close', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), LONGEST_FAREWELL_MS).unref();
  });
  process.stdin.resume().unref();
}

const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  process.exitCode = command
    ? await (
        await command.load()
      )(invocation)
    : (await import('./commands/help.ts')).unknownCommand(name, commands, invocation);
} catch (defect) {
  const missing = missingPackage(defect);
  // Its message may quote anything, and Node would print it as it is.
  const told =
    missing ??
    `this is a defect of civ: please report it, with what follows\n${(stackOf(defect) ?? String(defect)).slice(0, LONGEST_STACK)}`;
  invocation.stderr.write(`civ ${name}: ${told}\n`);
  process.exitCode = 1;
}
done = true;
// A pipe that nobody reads would keep the process for ever.
if (stopped) setTimeout(() => process.exit(), LAST_READING_MS).unref();
