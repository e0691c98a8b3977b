import { describe, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';

const isRequired = process.env['REQUIRE_CLIENTS'] === '1';

/**
 * A suite of a client that is built or fetched for it, which takes longer than its tests: run where REQUIRE_CLIENTS=1, as in .ci/run
 * where the tool is on PATH. Where the tool does not answer its version, the suite fails there, and is skipped everywhere else.
 */
export function describeClient([tool, ...args]: readonly [string, ...string[]], name: string, suite: () => void): void {
  if (!isRequired) describe.skip(`${name} (REQUIRE_CLIENTS=1 runs that, with ${tool} on PATH)`, suite);
  else if (spawnSync(tool, args, { stdio: 'ignore' }).status === 0) describe(name, suite);
  else
    describe(name, () => {
      it('has its tool', () => {
        throw new Error(`${tool} is not on PATH, and REQUIRE_CLIENTS is 1: install it, or unset REQUIRE_CLIENTS`);
      });
    });
}
