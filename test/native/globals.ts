import { givenGlobals } from './suite-modules.ts';

/** `@jest/globals`, as a file of the tests imports it. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = givenGlobals();
