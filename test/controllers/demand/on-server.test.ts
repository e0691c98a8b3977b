import { afterAll, describe } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from '../../../local/api-server/start.ts';
import { demandOnServer } from './on-server-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-demand-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('demand on the embedded API server', () =>
  demandOnServer(async () => {
    const server = await startApiServer();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    return { kubeconfig, stop: () => server.stop() };
  }));
