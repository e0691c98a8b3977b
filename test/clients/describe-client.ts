import { describe, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';

const isRequired = process.env['REQUIRE_CLIENTS'] === '1';

interface Client {
  /** Its tool, with what has that say that it is there. */
  readonly probe: readonly [tool: string, ...args: readonly string[]];
  /** Of a tool that not every machine has that runs `.ci/run`: where it is absent, the suite is skipped there too. */
  readonly isOptional?: boolean;
}

/**
 * A suite of a client that is built or fetched for it, which takes longer than its tests: run where REQUIRE_CLIENTS=1, as in .ci/run
 * where Go is on PATH. Where its tool does not answer, the suite fails there, and is skipped everywhere else.
 */
export function describeClient({ probe: [tool, ...args], isOptional = false }: Client, name: string, suite: () => void): void {
  if (!isRequired) return describe.skip(`${name} (REQUIRE_CLIENTS=1 runs that, with ${tool} on PATH)`, suite);
  if (spawnSync(tool, args, { stdio: 'ignore' }).status === 0) return describe(name, suite);
  if (isOptional) return describe.skip(`${name} (\`${[tool, ...args].join(' ')}\` fails here)`, suite);
  describe(name, () => {
    it('has its tool', () => {
      throw new Error(`${tool} is not on PATH, and REQUIRE_CLIENTS is 1: install it, or unset REQUIRE_CLIENTS`);
    });
  });
}
