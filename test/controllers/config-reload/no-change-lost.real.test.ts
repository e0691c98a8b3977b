import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { borrowRealApiServer, describeAlsoReal } from '../../real/api-server.ts';
import { noChangeLost } from './no-change-lost-suite.ts';

const run = promisify(execFile);

describeAlsoReal('config-reload loses no change, on a real API server', () =>
  noChangeLost(borrowRealApiServer, async ({ kubeconfig }, { namespace, revision }) => {
    const kubectl = join(process.env['KUBEBUILDER_ASSETS'] ?? '', 'kubectl');
    const target = [`--to-revision=${revision}`, '--namespace', namespace];
    await run(kubectl, ['--kubeconfig', kubeconfig, 'rollout', 'undo', 'deployment/web', ...target]);
  }),
);
