import { TestEnvironment } from 'jest-environment-node';
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { exitOnSignals } from './exit-on-signals.ts';
import { leavePlaces } from './real/places.ts';

/**
 * What a test process does once, outside of its suites: each of those has a `process` of its own, whose events never come.
 * Whatever ends jest, nothing that a test has started outlives it: neither the processes of jest, nor theirs.
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

export default class extends TestEnvironment {
  override async teardown(): Promise<void> {
    leavePlaces();
    await super.teardown();
  }
}
