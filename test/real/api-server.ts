import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export { borrowRealApiServer, type BorrowedApiServer } from './borrowed.ts';
export { startRealApiServer, type RealApiServer } from './kube-apiserver.ts';

const assets = process.env['KUBEBUILDER_ASSETS'];

/** A suite that needs the real API server: skipped, saying so, where there is none; a failure where REQUIRE_REAL=1. */
export function describeReal(name: string, suite: () => void): void {
  if (assets !== undefined && existsSync(join(assets, 'kube-apiserver'))) describe(name, suite);
  else if (process.env['REQUIRE_REAL'] === '1') {
    describe(name, () => {
      it('has a real API server', () =>
        expect(`KUBEBUILDER_ASSETS is ${assets ?? 'not set'}`).toBe('a folder with kube-apiserver and etcd'));
    });
  } else describe.skip(`${name} (KUBEBUILDER_ASSETS names no folder with kube-apiserver)`, suite);
}
