import type * as Globals from '@jest/globals';
import { registerHooks } from 'node:module';

/** What a suite gets from `@jest/globals`. */
export type JestGlobals = Pick<
  typeof Globals,
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it' | 'jest' | 'test'
>;

const HERE = new URL('./', import.meta.url).href;
const TESTS = new URL('../', import.meta.url).href;
const GLOBALS = new URL('globals.ts', import.meta.url).href;

const evaluated = new Map<string, number>();
let given: JestGlobals | undefined;

/**
 * The address at which a test file has not been evaluated yet: nor has any file of the tests that it imports. In the next run it is the
 * same, so that Node's compile cache knows it.
 */
export function newSuite(file: URL): string {
  const times = (evaluated.get(file.href) ?? 0) + 1;
  evaluated.set(file.href, times);
  return `${file.href}?suite=${file.href.slice(TESTS.length)}${times === 1 ? '' : `,${times}`}`;
}

/** One suite at a time runs in a process, and all of its files ask while it is loaded. */
export function giveGlobals(globals: JestGlobals): void {
  given = globals;
}

export function givenGlobals(): JestGlobals {
  if (given === undefined) throw new Error('@jest/globals is there for test files only: run them with npm test');
  return given;
}

/*
 * What a suite imports from `test` is evaluated for this suite, so that it may keep state and register hooks. All else is loaded by
 * Node once for each process: evaluating undici, zod or cdk8s again took a third of a second of each suite.
 */
registerHooks({
  resolve(specifier, context, next) {
    const suite = context.parentURL?.startsWith(TESTS) === true ? new URL(context.parentURL).search : '';
    if (suite === '' || !context.conditions.includes('import')) return next(specifier, context);
    if (specifier === '@jest/globals') return { url: GLOBALS + suite, format: 'module-typescript', shortCircuit: true };
    const found = next(specifier, context);
    const isShared = !found.url.startsWith(TESTS) || found.url.startsWith(HERE) || found.url.includes('?');
    return isShared ? found : { ...found, url: found.url + suite };
  },
});
