import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export { borrowRealApiServer, type BorrowedApiServer } from './borrowed.ts';
export { connectToRealApiServer } from './connected.ts';
export { startRealApiServer, type RealApiServer } from './kube-apiserver.ts';

const { env } = process;
const assets = env['KUBEBUILDER_ASSETS'];
const isRequired = env['REQUIRE_REAL'] === '1';

/** A suite that needs the real API server: skipped, saying so, where there is none; a failure where REQUIRE_REAL=1. */
export function describeReal(name: string, suite: () => void): void {
  if (assets !== undefined && existsSync(join(assets, 'kube-apiserver'))) describe(name, suite);
  else if (isRequired) {
    describe(name, () => {
      it('has a real API server', () =>
        expect(`KUBEBUILDER_ASSETS is ${assets ?? 'not set'}`).toBe('a folder with kube-apiserver and etcd'));
    });
  } else describe.skip(`${name} (KUBEBUILDER_ASSETS names no folder with kube-apiserver)`, suite);
}

/**
 * A suite that asks the real API server again what the repository has recorded of it. Every run compares our own with the record, which
 * changes only with Kubernetes or with what is asked: so this runs where REQUIRE_REAL=1, as in .ci/run, and where it is recorded again.
 */
export function describeRecord(name: string, suite: () => void): void {
  if ([env['CONFORMANCE_WRITE'], env['UPDATE_ANSWERS']].includes('1')) describeReal(name, suite);
  else describeAlsoReal(name, suite);
}

/**
 * A suite whose promises every run proves on the embedded API server, here on the real one. The two are compared by test/conformance, so
 * this runs where REQUIRE_REAL=1, as in .ci/run.
 */
export function describeAlsoReal(name: string, suite: () => void): void {
  if (isRequired) describeReal(name, suite);
  else describe.skip(`${name} (REQUIRE_REAL=1 verifies that)`, suite);
}

/** A single promise of that kind in a suite that every run has. */
export const itAlsoReal: typeof it | typeof it.skip = isRequired ? it : it.skip;
