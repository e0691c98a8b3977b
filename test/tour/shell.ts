import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect } from '../../kube/connect.ts';
import type { Patience } from '../until.ts';
import type { TourReader } from './reader.ts';

export interface TourShell extends TourReader {
  close(): Promise<void>;
}

/** A terminal as a reader has it after the first chapter: with kubectl, and `civ` for what the alias is to a person. */
export async function openShell(kubeconfig: string, patience: Patience = { seconds: 60 }): Promise<TourShell> {
  const programs = mkdtempSync(join(tmpdir(), 'civ8s-tour-'));
  writeFileSync(join(programs, 'civ'), `#!/bin/sh\nexec "${process.execPath}" package/civ.cjs "$@"\n`, { mode: 0o755 });
  const connection = await connect({ env: {}, kubeconfig });
  const { PATH = '', KUBEBUILDER_ASSETS: assets } = process.env;
  const path = [programs, PATH, ...(assets === undefined ? [] : [assets])].join(delimiter);
  return {
    client: connection.client,
    patience,
    env: { ...process.env, PATH: path, KUBECONFIG: kubeconfig, NO_COLOR: '1', TERM: 'dumb' },
    async close() {
      await connection.close();
      rmSync(programs, { recursive: true, force: true });
    },
  };
}
