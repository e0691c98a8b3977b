import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { diff } from '../../../../cli/commands/diff.ts';
import { until } from '../../../until.ts';
import { outcomeIn } from '../../invocation.ts';
import { startUp } from './started.ts';

const REALM = join('test', 'cli', 'commands', 'up', 'quick-realm-with-controllers.ts');

it('a realm that runs on this machine is as civ apply would leave it', async () => {
  const started = startUp('--realm', REALM);
  try {
    const kubeconfig = (await started.line(/^export KUBECONFIG=/)).slice('export KUBECONFIG='.length);
    await until('civ diff to find nothing', async () => {
      expect(await outcomeIn({ env: { KUBECONFIG: kubeconfig } }, diff, '--realm', REALM)).toEqual({ code: 0, stdout: '', stderr: '' });
      return true;
    });
  } finally {
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
  }
});
