import { createRequire, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { giveGlobals, newSuite, type JestGlobals } from './suite-modules.ts';

const require = createRequire(import.meta.url);

/** Where jest-circus looks for what `jest.setTimeout` was told. */
const TEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/**
 * Loads a suite for jest: by Node itself, where jest-runtime has a module system of its own on node:vm. Type stripping keeps lines and
 * columns, so that there are no source maps; what jest offers beyond that (mocks of modules, fake timers) no test of ours uses.
 */
export default class NativeRuntime {
  readonly #testPath: string;

  /** Jest gives what its own runtime needs, in this order. */
  constructor(...[, , , , , , testPath]: readonly [unknown, unknown, unknown, unknown, unknown, unknown, string, unknown]) {
    this.#testPath = testPath;
  }

  unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  /** Files that set up a process are imported once for it; the test file as if for the first time. */
  async unstable_importModule(path: string): Promise<unknown> {
    const file = pathToFileURL(path);
    return (await import(path === this.#testPath ? newSuite(file) : file.href)) as unknown;
  }

  /** The test framework, which keeps its state in its module: each suite has one of its own. */
  requireInternalModule(path: string): unknown {
    delete require.cache[path];
    return require(path) as unknown;
  }

  requireModule(path: string): unknown {
    return require(path) as unknown;
  }

  setGlobalsForRuntime(globals: Omit<JestGlobals, 'jest'>): void {
    const setTimeout = (ms: number): void => void Reflect.set(globalThis, TEST_TIMEOUT, ms);
    giveGlobals({ ...globals, jest: { setTimeout } as JestGlobals['jest'] });
  }

  getSourceMaps(): null {
    return null;
  }

  getAllCoverageInfoCopy(): undefined {}

  enterTestCode(): void {}

  leaveTestCode(): void {}

  /** What was compiled is kept now: at the end of the process it would be more than jest waits for. */
  teardown(): void {
    flushCompileCache();
  }
}
