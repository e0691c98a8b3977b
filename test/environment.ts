import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { exitOnSignals } from './exit-on-signals.ts';
import { stateOfProcess } from './native/process-state.ts';
import { noteTaken, processorTime } from './native/processor-time.ts';
import { makeStackTracesReadable } from './native/stack-traces.ts';
import { leavePlaces } from './real/places.ts';
import { noteServersTime } from './real/servers-time.ts';

/**
 * What a process of jest does once, before its first suite. Whatever ends jest, nothing that a test has started outlives it: neither
 * its own processes, nor theirs.
 */
const children = new Set<ChildProcess>();
subscribe('child_process', (message) => {
  const { process: child } = message as { readonly process: ChildProcess };
  children.add(child);
  child.once('exit', () => children.delete(child));
});
process.once('exit', () => {
  for (const child of children) {
    child.kill('SIGTERM'); // not SIGKILL, which would leave behind what they have started
    child.kill('SIGCONT');
  }
});
exitOnSignals();

// The processes of jest would go on with their suites, for nobody.
const parent = process.ppid;
if (process.connected) setInterval(() => process.ppid === parent || process.exit(1), 500).unref();

/** Of a suite: the process itself, with all that jest and the suites before it have loaded. */
export default class {
  readonly global = globalThis;
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;
  readonly moduleMocker = null;
  readonly #restore = stateOfProcess();
  readonly #suite: string;
  readonly #before = processorTime();

  constructor(_: unknown, { testPath }: { readonly testPath: string }) {
    this.#suite = testPath;
  }

  getVmContext(): null {
    return null;
  }

  /** Jest has installed a formatter of its own by now. */
  async setup(): Promise<void> {
    makeStackTracesReadable();
  }

  async teardown(): Promise<void> {
    noteTaken({ what: this.#suite, ms: processorTime() - this.#before });
    noteServersTime();
    leavePlaces();
    this.#restore();
  }
}
