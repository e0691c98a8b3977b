import { expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { readFileSync, writeFileSync } from 'node:fs';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { APPLIED } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import { controller } from '../../../../controllers/controller.ts';
import { configMaps, deployments, events, namespaces, secrets } from '../../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';
import { atWork, type AtWork } from '../../runtime/controller-at-work.ts';
import { createSkippingClock } from '../../../ground/time/skipping-clock.ts';
import { grant } from '../../../grant.ts';
import { atServer, type ServedCluster } from '../at-server.ts';
import { AUTO, configMap, secret, workload } from '../objects.ts';
import { until } from '../stage.ts';

/** What `civ controller config-reload why` says at a server. */
export function whyAtServer(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);

  async function why(...args: readonly string[]) {
    let [out, err] = ['', ''];
    const code = await controller({
      args: ['config-reload', 'why', ...args.slice(0, 1), `--kubeconfig=${served.server.kubeconfig}`, ...args.slice(1)],
      env: {},
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      stopSignal: () => new AbortController().signal,
    });
    return { code, out, err };
  }
  /** The words of the row of a source, without its times and hashes. */
  const row = (out: string, source: string) => {
    const cells =
      out
        .split('\n')
        .find((line) => line.startsWith(`${source} `))
        ?.split(/ {3,}/) ?? [];
    return cells.slice(5);
  };
  /** Of all that it could write. The server's own counter goes on by itself. */
  async function versionsIn(namespace: string): Promise<readonly (string | undefined)[]> {
    const lists = await Promise.all(
      [configMaps, secrets, deployments, events].map((kind) => served.client.list<KubeObject>(kind, { namespace })),
    );
    return lists.flatMap(({ items }) => items.map(({ metadata }) => `${metadata?.uid} ${metadata?.resourceVersion}`));
  }
  function start(namespace: string): AtWork {
    const cluster = { connect: () => ({ client: served.client, die: () => undefined }) };
    const started = atWork(cluster, configReload, {
      args: ['--debounce=50ms', `--namespaces=${namespace}`, `--state-namespace=${namespace}`],
      leadAlone: true,
      tweak: { clock: createSkippingClock(), wall: Date.now },
    });
    served.endsWithTest(() => {
      started.stop();
      return started.ended;
    });
    return started;
  }
  /** Another kubeconfig, by which the same server takes one for somebody else. */
  function kubeconfigAs(user: string): string {
    const config = load(readFileSync(served.server.kubeconfig, 'utf8')) as { readonly users: readonly { readonly user: object }[] };
    const users = config.users.map((each) => ({ ...each, user: { ...each.user, as: user } }));
    const file = `${served.server.kubeconfig}-${user}`;
    writeFileSync(file, JSON.stringify({ ...config, users }), { mode: 0o600 });
    return `--kubeconfig=${file}`;
  }
  const POD = {
    containers: [
      {
        name: 'main',
        image: 'none',
        envFrom: ['settings', 'ignored', 'excluded'].map((name) => ({ configMapRef: { name } })),
        env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'password', key: 'key' } } }],
      },
    ],
  };
  const here = (namespace: string) => {
    const { client } = served;
    return {
      async build(annotations: Readonly<Record<string, string>>): Promise<void> {
        await client.create(namespaces, { metadata: { name: namespace } });
        for (const name of ['settings', 'excluded', 'named', 'unused'])
          await client.create(configMaps, configMap(name, { key: 'first' }, { namespace }));
        await client.create(
          configMaps,
          configMap('ignored', { key: 'first' }, { namespace, annotations: { 'reloader.stakater.com/ignore': 'true' } }),
        );
        await client.create(secrets, secret('password', { key: 'first' }, { namespace }));
        await client.create(deployments, workload('web', { namespace, annotations, pod: POD }));
      },
      recorded: () =>
        until(
          async () =>
            (await client.get(deployments, { namespace, name: 'web' })).metadata?.annotations?.[APPLIED]?.includes('Secret/password') ===
            true,
        ),
      change: (name: string, value: string) => client.patch(configMaps, { namespace, name }, { merge: { data: { key: value } } }),
      share: (name: string, withNamespace: string) =>
        client.patch(
          configMaps,
          { namespace, name },
          { merge: { metadata: { annotations: { 'reload.civ8s.dev/share-with': withNamespace } } } },
        ),
      annotate: (annotations: Readonly<Record<string, string>>) =>
        client.patch(deployments, { namespace, name: 'web' }, { merge: { metadata: { annotations } } }),
      told: (reason: string) =>
        until(async () => (await client.list(events, { namespace })).items.some((event) => event.reason === reason)),
    };
  };

  const OF_AUTO = 'used, and asked for by reloader.stakater.com/auto or configmap.reloader.stakater.com/auto';

  it('says what its pods have of each source, which rule takes it or leaves it out, and what it was rolled for', async () => {
    const shop = here('rolled');
    await shop.build({
      ...AUTO,
      'configmap.reloader.stakater.com/reload': 'named,absent',
      'configmaps.exclude.reloader.stakater.com/reload': 'excluded',
    });
    start('rolled');
    await shop.recorded();
    await shop.change('settings', 'second');
    await shop.told('Reloaded');
    const before = await versionsIn('rolled');
    const { code, out, err } = await why('deployment/web', '-n', 'rolled', '--state-namespace=rolled');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Deployment rolled\/web rolls nothing: its pods have what its sources hold\.\nIt was last rolled at 20/);
    expect(Object.fromEntries(SOURCES.map((source) => [source, row(out, source)]))).toEqual({
      'ConfigMap absent': ['is not there', 'named in configmap.reloader.stakater.com/reload'],
      'ConfigMap excluded': ['rolls nothing', 'listed in configmaps.exclude.reloader.stakater.com/reload'],
      'ConfigMap ignored': ['rolls nothing', 'reloader.stakater.com/ignore is "true" on it'],
      'ConfigMap named': ['pods have it', 'named in configmap.reloader.stakater.com/reload'],
      'ConfigMap settings': ['pods have it', OF_AUTO],
      'ConfigMap unused': [],
      'Secret password': ['pods have it', OF_AUTO.replaceAll('configmap.', 'secret.')],
    });
    expect(out).toMatch(/Z {3}Reloaded {3}Changes detected in 'settings' of type 'CONFIGMAP'/);
    expect(out).toContain('There is no Lease of config-reload: it does not run, or runs with --leader-elect=false.');
    expect(await versionsIn('rolled')).toEqual(before); // it writes nothing
  });

  it('says that a change is held, by what, and until when', async () => {
    const shop = here('held');
    await shop.build({ ...AUTO, 'reload.civ8s.dev/blackout': '00:00-24:00' });
    start('held');
    await shop.recorded();
    await shop.change('settings', 'second');
    await shop.told('ReloadHeld');
    const { out } = await why('deploy/web', '-n', 'held', '--state-namespace=held');
    expect(out).toContain(
      'Deployment held/web is held: ConfigMap settings changed; in its blackout (reload.civ8s.dev/blackout is "00:00-24:00"): ',
    );
    expect(row(out, 'ConfigMap settings')).toEqual(['changed: held', OF_AUTO]);
    await shop.annotate({ 'reload.civ8s.dev/hold': 'true' });
    expect((await why('deploy/web', '-n', 'held')).out).toContain('it has the annotation reload.civ8s.dev/hold');
  });

  it('says what is about to happen, and what to look for where it does not', async () => {
    const shop = here('idle');
    await shop.build(AUTO);
    const before = await why('deployment/web', '-n', 'idle');
    expect(before.out).toMatch(/^Deployment idle\/web has no record yet: config-reload writes one as soon as it sees the workload/);
    expect(row(before.out, 'ConfigMap settings')).toEqual(['not in the record yet', OF_AUTO]);
    expect(before.out).toContain('Secrets are not compared: the Secret civ8s-config-reload beside the controller has the key');
    const first = start('idle');
    await shop.recorded();
    first.stop();
    await first.ended;
    await shop.change('settings', 'second');
    const then = await why('deployment/web', '-n', 'idle', '--state-namespace=idle');
    expect(then.out).toMatch(/^Deployment idle\/web is to be rolled: ConfigMap settings changed\. If it is not within seconds/);
    expect(row(then.out, 'ConfigMap settings')).toEqual(['changed: rolls', OF_AUTO]);
  });

  it('says that nothing asks for it, or that the flags leave it out', async () => {
    await here('unasked').build({});
    const of = async (...args: string[]) => (await why('deployment/web', '--namespace=unasked', ...args)).out;
    expect(await of()).toMatch(/rolls nothing: no annotation asks for it, neither on it nor on its pod template/);
    expect(await of('--auto-reload-all')).toMatch(/used, and --auto-reload-all/);
    expect(await of('--namespaces=other')).toBe('Deployment unasked/web rolls nothing: its namespace is not among --namespaces=other.\n');
    expect(await of('--namespace-selector=env=none')).toMatch(/does not have the labels of --namespace-selector=env=none\.\n$/);
    expect(await why('cronjob/web', '--namespace=unasked', '--ignored-workload-types=cronjobs')).toMatchObject({
      code: 0,
      out: 'CronJob unasked/web rolls nothing: --ignored-workload-types or --pods-only leaves out every CronJob.\n',
    });
  });

  it('knows sources of other namespaces, and whether they are shared', async () => {
    const [owner, shop] = [here('owner'), here('sharing')];
    await owner.build({});
    await shop.build({ 'configmap.reloader.stakater.com/reload': 'owner/settings,owner/named' });
    await owner.share('settings', 'sharing');
    const { out } = await why('deployment/web', '-n', 'sharing');
    expect(row(out, 'ConfigMap owner/settings')).toEqual(['not in the record yet', 'named in configmap.reloader.stakater.com/reload']);
    expect(row(out, 'ConfigMap owner/named')).toEqual([
      'rolls nothing',
      'reload.civ8s.dev/share-with on it does not name this namespace, or reloader.stakater.com/ignore is "true" on it',
    ]);
    const apart = await why('deployment/web', '-n', 'sharing', '--namespaces=sharing');
    expect(row(apart.out, 'ConfigMap owner/settings')[0]).toBe('not compared: ConfigMaps of its namespace are not to be seen');
  });

  it('names what was probably meant where there is no such workload', async () => {
    await here('missing').build({});
    expect(await why('deployment/wbe', '-n', 'missing')).toEqual({
      code: 1,
      out: '',
      err: 'civ controller config-reload why: there is no Deployment "wbe" in the namespace missing: did you mean web?\n',
    });
    expect((await why('sts/web', '-n', 'missing')).err).toContain('there is none in missing: -n names another namespace');
  });

  it('needs no more than the rights of who asks, and says what it could not see', async () => {
    const shop = here('rights');
    await shop.build(AUTO);
    start('rights');
    await shop.recorded();
    await shop.change('settings', 'second');
    await shop.told('Reloaded');
    const rules = [
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] },
    ];
    await grant(served.client, 'jane', 'jane', rules, 'rights');
    const { code, out } = await why('deployment/web', '-n', 'rights', kubeconfigAs('jane'));
    expect(code).toBe(0);
    expect(out).toMatch(/^Deployment rights\/web rolls nothing: its pods have what its sources hold, as far as it can be seen\./);
    expect(row(out, 'ConfigMap settings')).toEqual(['pods have it', OF_AUTO]);
    expect(row(out, 'Secret password')).toEqual(['not compared', OF_AUTO.replaceAll('configmap.', 'secret.')]);
    expect(out).toContain('Secrets are not compared: ');
    expect(out).toContain('you may not list the Events of this namespace');
    expect(out).toContain('Whether config-reload runs is not known');
    const nobody = await why('deployment/web', '-n', 'rights', kubeconfigAs('nobody'));
    expect([nobody.code, nobody.out]).toEqual([1, '']);
    expect(nobody.err).toMatch(/^civ controller config-reload why: .*deployments.*rights.*\n$/);
  });
}

const SOURCES = [...['absent', 'excluded', 'ignored', 'named', 'settings', 'unused'].map((name) => `ConfigMap ${name}`), 'Secret password'];
