import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { parseFlags } from '../../../controllers/runtime/flags/flags.ts';
import { runtimeFlags } from '../../../controllers/runtime/flags/runtime-flags.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { until } from './stage.ts';

/** Everything that Reloader's chart can put into the args of its Deployment, as it writes it. */
const ALL = [
  '--log-format=json',
  '--log-level=warning',
  '--resources-to-ignore=secrets',
  '--ignored-workload-types=jobs,cronjobs',
  '--namespaces-to-ignore=kube-system,"ops"',
  '--namespace-selector="env=test"',
  '--resource-label-selector="reload=true,team:*"',
  '--configmap-annotation',
  'my.company.com/configmap',
  '--secret-annotation',
  'my.company.com/secret',
  '--auto-annotation',
  'my.company.com/auto',
  '--secret-auto-annotation',
  'my.company.com/secret-auto',
  '--configmap-auto-annotation',
  'my.company.com/configmap-auto',
  '--auto-search-annotation',
  'my.company.com/search',
  '--search-match-annotation',
  'my.company.com/match',
  '--ignore-annotation',
  'my.company.com/ignore',
  '--pause-deployment-annotation',
  'my.company.com/pause',
  '--pause-deployment-time-annotation',
  'my.company.com/paused-at',
  '--auto-reload-all=true',
  '--reload-on-create=true',
  '--reload-on-delete=true',
  '--sync-after-restart=true',
  '--reload-strategy=default',
  '--is-Argo-Rollouts=true',
  '--enable-csi-integration=true',
  '--enable-ha=true',
  '--enable-pprof=true',
  '--pprof-addr=127.0.0.1:0',
];
const parsed = (...args: readonly string[]) => parseFlags({ ...runtimeFlags, ...configReload.flags }, { args, env: {} });

describe("the args of Reloader's chart", () => {
  let server: ApiServer;
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  beforeAll(async () => {
    server = await startApiServer();
    writeFileSync(join(folder, 'kubeconfig'), server.kubeconfig);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('are understood, quotes and all', () =>
    expect(parsed(...ALL)).toMatchObject({
      'log-level': 'warn',
      'resources-to-ignore': ['secrets'],
      'ignored-workload-types': ['jobs', 'cronjobs'],
      'namespaces-to-ignore': ['kube-system', 'ops'],
      'namespace-selector': ['env=test'],
      'resource-label-selector': ['reload=true', 'team:*'],
      'configmap-annotation': 'my.company.com/configmap',
      'secret-annotation': 'my.company.com/secret',
      'auto-reload-all': true,
      'reload-strategy': 'default',
      'enable-ha': true,
    }));

  it.each([
    ['trace', 'debug'],
    ['panic', 'error'],
    ['fatal', 'error'],
    ['info', 'info'],
  ])('--log-level=%s is %s', (given, level) => expect(parsed(`--log-level=${given}`)['log-level']).toBe(level));

  it('in any case of letters, as their README has it', () => expect(parsed('--is-argo-rollouts=true')['is-Argo-Rollouts']).toBe(true));

  it('with quotes around a whole selector are understood as well', () =>
    expect(parsed('--namespace-selector="env=test,team=a"')['namespace-selector']).toEqual(['env=test', 'team=a']));

  it('may be empty, which is as if they were not there', () =>
    expect(parsed('--log-format=', '--namespaces-to-ignore=', '--namespace-selector=', '--webhook-url=')).toEqual(parsed()));

  it('start it, and it leads; a profile is there where pprof was', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const said = (message: string) =>
      lines
        .map((line) => JSON.parse(line) as { readonly message: string; readonly port?: number })
        .find((line) => line.message === message);
    const args = [...ALL.filter((arg) => !arg.startsWith('--log-level')), '--http-addr=', `--kubeconfig=${join(folder, 'kubeconfig')}`];
    const ended = start(configReload, {
      args,
      env: {},
      stdout: { write: (text) => lines.push(text) },
      stderr: { write: (text) => lines.push(text) },
      stopSignal: () => stop.signal,
    });
    try {
      await until(async () => said('leading') !== undefined && said('CPU profiles are served') !== undefined);
      const base = `http://127.0.0.1:${said('CPU profiles are served')?.port}`;
      const profile = await fetch(`${base}/debug/pprof/profile?seconds=0.05`);
      expect(Object.keys((await profile.json()) as object)).toEqual(expect.arrayContaining(['nodes', 'samples']));
      expect([(await fetch(`${base}/debug/pprof/heap`)).status, (await fetch(`${base}/debug/pprof/profile?seconds=a`)).status]).toEqual([
        404, 400,
      ]);
    } finally {
      stop.abort();
      expect(await ended).toBe(0);
    }
  });
});
