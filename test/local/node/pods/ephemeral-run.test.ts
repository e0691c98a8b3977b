import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../../ground/time/clock.ts';
import type { Pod } from '../../../../kube/objects/built-in.ts';
import { createEphemeral } from '../../../../local/node/pods/ephemeral-run.ts';
import { openLog } from '../../../../local/node/pods/log-file.ts';
import { until } from '../../../until.ts';

const pod: Pod = {
  metadata: { name: 'p', namespace: 'x' },
  spec: {
    containers: [
      { name: 'main', env: [{ name: 'OF', value: 'main' }] },
      { name: 'other', env: [{ name: 'OF', value: 'other' }] },
    ],
  },
};

describe('an ephemeral container', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-ephemeral-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const log = () => join(folder, 'log');
  const run = (spec: Parameters<typeof createEphemeral>[1]) =>
    createEphemeral(
      pod,
      spec,
      {
        folder,
        ip: '127.0.0.1',
        nodeName: 'n',
        ports: new Map(),
        program: process.execPath,
        programArgs: [],
        environment: { PATH: process.env['PATH'] ?? '' },
        configMap: () => undefined,
        secret: () => undefined,
        claim: () => undefined,
        caCertificate: '',
      },
      {
        target: { host: '127.0.0.1', port: () => undefined },
        clock: systemClock,
        wall: Date.now,
        openLog: () => openLog(log(), Date.now),
        onChange: () => undefined,
        onEvent: () => undefined,
      },
    );

  it.each([
    ['the container that it is for', { targetContainerName: 'other' }, 'other'],
    ['the first, where it is for none', {}, 'main'],
  ])('runs a program of this machine in the environment of %s', async (_, more, expected) => {
    const container = run({ name: 'd', image: 'any', command: ['sh', '-c', 'echo of $OF; exit 3'], ...more });
    await until('it to end', () => container.view.state.is === 'ended');
    expect(container.view.state).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(readFileSync(log(), 'utf8')).toContain(`stdout of ${expected}\n`);
  });

  it('is a shell where it is given no command, and hears whoever attaches', async () => {
    const container = run({ name: 'd', image: 'any', stdin: true });
    const attached = container.attach();
    attached?.stdin?.end('echo heard; exit 0\n');
    expect(attached && (await text(attached.stdout))).toBe('heard\n');
    await until('it to end', () => container.view.state.is === 'ended');
    expect(container.view.state).toMatchObject({ exitCode: 0 });
  });

  it('tells its last words where it is asked to', async () => {
    const command = ['sh', '-c', 'echo last words; exit 1'];
    const container = run({ name: 'd', image: 'any', command, terminationMessagePolicy: 'FallbackToLogsOnError' });
    await until('it to end', () => container.view.state.is === 'ended');
    expect(container.view.state).toMatchObject({ message: 'last words\n' });
  });

  it('ends at once where its program is not there', async () => {
    const container = run({ name: 'd', image: 'any', command: ['no-such-program'] });
    await until('it to end', () => container.view.state.is === 'ended');
    expect(container.view.state).toMatchObject({ exitCode: 128 });
  });
});
