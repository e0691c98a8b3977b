import { describe } from '@jest/globals';
import { deployments, replicaSets } from '../../../kube/objects/built-in.ts';
import { startEmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { noChangeLost, type Undo } from './no-change-lost-suite.ts';

/** The patch that kubectl sends. */
const undo: Undo = async ({ client }, { namespace, revision }) => {
  const { metadata, spec } = await client.get(replicaSets, { namespace, name: `web-${revision}` });
  const { 'pod-template-hash': _, ...labels } = spec?.template?.metadata?.labels ?? {};
  const template = { ...spec?.template, metadata: { ...spec?.template?.metadata, labels } };
  const { 'deployment.kubernetes.io/revision': __, ...annotations } = metadata?.annotations ?? {};
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

describe('config-reload loses no change, on the embedded API server', () => noChangeLost(startEmbeddedServer, undo));
