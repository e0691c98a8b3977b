import { afterAll, describe } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployments, replicaSets } from '../../../kube/objects/built-in.ts';
import { startApiServer } from '../../../local/api-server/start.ts';
import { noChangeLost, type Undo } from './no-change-lost-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-no-change-lost-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The patch that kubectl sends. */
const undo: Undo = async (_, { client }, { namespace, revision }) => {
  const { metadata, spec } = await client.get(replicaSets, { namespace, name: `web-${revision}` });
  const { 'pod-template-hash': __, ...labels } = spec?.template?.metadata?.labels ?? {};
  const template = { ...spec?.template, metadata: { ...spec?.template?.metadata, labels } };
  const { 'deployment.kubernetes.io/revision': ___, ...annotations } = metadata?.annotations ?? {};
  await client.patch(
    deployments,
    { namespace, name: 'web' },
    {
      json: [
        { op: 'replace', path: '/spec/template', value: template },
        {
          op: 'replace',
          path: '/metadata/annotations',
          value: { ...annotations, 'deployment.kubernetes.io/revision': String(revision + 1) },
        },
      ],
    },
    { fieldManager: 'kubectl-rollout' },
  );
};

describe('config-reload loses no change, on the embedded API server', () =>
  noChangeLost(async () => {
    const server = await startApiServer();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    return { kubeconfig, stop: () => server.stop() };
  }, undo));
