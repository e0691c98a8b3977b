import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { RightsRules } from '../../../controllers/runtime/rights/rules.ts';
import { deployments, namespaces, serviceAccounts } from '../../../kube/objects/built-in.ts';
import { kubeconfigOfAccount } from '../../account-token.ts';
import { connectToRealApiServer, describeReal } from '../../real/api-server.ts';
import { accountIn, grant, type GrantedRule } from '../../grant.ts';
import { startControllerHere, type ControllerHere } from '../runtime/controller-here.ts';
import { fromConfigMap } from './objects.ts';
import { stage, until } from './stage.ts';

/** What Reloader's chart grants, by its defaults. */
const RELOADER = [
  { apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: ['list', 'get', 'watch'] },
  { apiGroups: ['apps'], resources: ['deployments', 'daemonsets', 'statefulsets'], verbs: ['list', 'get', 'update', 'patch'] },
  { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['list', 'get'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete', 'list', 'get'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];
const LACKING = 'rights are lacking: add these rules to the ClusterRole or Role of this account; no restart is needed';

describeReal("config-reload under Reloader's own RBAC", () => {
  const real = connectToRealApiServer();
  const running: ControllerHere[] = [];
  beforeAll(async () => {
    await real.client.create(namespaces, { metadata: { name: 'reloader' } });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ stop }) => stop()));
  });

  /** Grants the rules to the account, everywhere, or in one namespace. */
  const grantTo = (account: string, name: string, rules: readonly GrantedRule[], namespace?: string): Promise<void> =>
    grant(real.client, accountIn('reloader', account), `${account}-${name}`, rules, namespace);
  async function startAs(account: string): Promise<ControllerHere> {
    await real.client.create(serviceAccounts, { metadata: { namespace: 'reloader', name: account } });
    if (account === 'reloader') await grantTo(account, 'own', RELOADER);
    const kubeconfig = await kubeconfigOfAccount(real.server.kubeconfig, real.client, 'reloader', account);
    const env = { POD_NAMESPACE: 'reloader' };
    const controller = startControllerHere({ name: 'config-reload', kubeconfig, args: ['--debounce=100ms'], env });
    running.push(controller);
    return controller;
  }

  it('rolls Deployments, which it may only list; says what is lacking; and takes it when it is granted, without a restart', async () => {
    const here = stage(real.client, 'shop');
    await here.build({ parts: { pod: fromConfigMap('cm') }, kinds: [deployments], without: ['secret', 'secret-2'] });
    const controller = await startAs('reloader');
    const said = (await controller.logged(LACKING)) as unknown as RightsRules & { readonly lacking: readonly string[] };
    expect(said.lacking).toEqual(
      expect.arrayContaining([
        'watch deployments.apps: it is listed every ten seconds instead',
        'patch cronjobs.batch: no CronJob rolls',
        'create secrets in reloader: nothing rolls for a Secret: there is no key to make digests with',
      ]),
    );
    const [status, text] = await controller.get('/readyz');
    expect([status, text.split('\n')]).toEqual([503, expect.arrayContaining(['not granted: patch cronjobs.batch: no CronJob rolls'])]);

    await recorded(here.namespace);
    await here.change(['cm']);
    await here.allRolled();

    await grantTo('reloader', 'added', said.clusterRole);
    for (const { namespace, rules } of said.roles) await grantTo('reloader', 'added', rules, namespace);
    await controller.logged('all rights are granted now');
    await until(async () => (await controller.get('/readyz'))[0] === 200);
    expect((await controller.get('/live'))[0]).toBe(200);
  }, 180_000);

  const recorded = (namespace: string) =>
    until(async () => {
      const { metadata } = await real.client.get(deployments, { namespace, name: 'web' });
      return metadata?.annotations?.['reload.civ8s.dev/applied'] !== undefined;
    });

  it('without any right says so, and works once all is granted', async () => {
    const controller = await startAs('nobody');
    const said = (await controller.logged(LACKING)) as unknown as RightsRules;
    expect((await controller.get('/readyz'))[0]).toBe(503);
    await grantTo('nobody', 'added', said.clusterRole);
    for (const { namespace, rules } of said.roles) await grantTo('nobody', 'added', rules, namespace);
    await controller.logged('all rights are granted now');
    await until(async () => (await controller.get('/readyz'))[0] === 200);
  }, 180_000);
});
