import { afterAll, describe } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from '../../../local/api-server/start.ts';
import { sharesAcrossNamespaces } from './shares-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-shares-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('config-reload and sources of other namespaces, on the embedded API server', () =>
  sharesAcrossNamespaces(async () => {
    const server = await startApiServer();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    return { kubeconfig, stop: () => server.stop() };
  }));
