import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemClock } from '../../../../ground/time/clock.ts';
import { grantInWords, type Grant } from '../../../../controllers/runtime/rights/grant.ts';
import { rightsOf } from '../../../../controllers/runtime/rights/rights-of.ts';
import { roleManifests } from '../../../../controllers/runtime/rights/role-manifests.ts';
import { rulesOfGrants, type RightsRules } from '../../../../controllers/runtime/rights/rules.ts';
import { loadContext, type KubeContext } from '../../../../kube/access/kubeconfig.ts';
import { connectTo, type Connection } from '../../../../kube/connect.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { configMaps, customResourceDefinitions, deployments, events, namespaces, services } from '../../../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../../../kube/objects/resource.ts';
import { applyManifest } from '../../../../lab/apply-manifest.ts';
import { borrowRealApiServer, describeReal } from '../../../real/api-server.ts';
import { until } from '../../../until.ts';
import { Website, website } from '../owning/website.ts';
import { atWork, type AtWork } from '../controller-at-work.ts';

const PROGRAM = 'civ8s-website';

const isNotFound = (error: unknown): boolean => ApiError.is(error, 'not-found');
const controllerIn = (namespace: string) => website({ finalize: async () => {}, namespaces: [namespace] });
const rulesIn = (namespace: string): RightsRules =>
  rightsOf(controllerIn(namespace), { program: PROGRAM, namespace, args: ['--leader-elect=false'] });
const grantsIn = (namespace: string): readonly Grant[] =>
  rulesIn(namespace).roles.flatMap(({ rules }) =>
    rules.flatMap(({ apiGroups: [group = ''], resources, verbs }) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource, namespace }))),
    ),
  );
/**
 * `get` and `list` are for who reads live, and for servers that cannot begin a watch with what is there; one child is pruned, and no
 * conflict is told twice.
 */
const NOT_TOLD = new Set(['delete configmaps', 'delete deployments.apps', 'patch events']);
const wordsOf = ({ verb, group, resource }: Grant): string => grantInWords({ verb, group, resource });
const told = (grant: Grant): boolean => !/^(get|list) /.test(wordsOf(grant)) && !NOT_TOLD.has(wordsOf(grant));

describeReal('a controller with the rights that are rendered for it, on a real API server', () => {
  let context: KubeContext;
  let admin: Connection;
  const opened: Connection[] = [];
  const running: AtWork[] = [];
  beforeAll(async () => {
    const { kubeconfig } = await borrowRealApiServer();
    context = await loadContext({ env: {}, kubeconfig });
    admin = connectTo(context, { env: {} });
    await admin.client.create(customResourceDefinitions, Website.definition());
    await until('Websites', () =>
      admin.client.list(Website).then(
        () => true,
        () => false,
      ),
    );
  });
  afterAll(async () => {
    for (const { stop } of running) stop();
    await Promise.all(running.map(({ ended }) => ended));
    await admin.client.delete(customResourceDefinitions, { name: 'websites.example.com' });
    await Promise.all([admin, ...opened].map((connection) => connection.close()));
  });

  /** The controller as an account that has these rules, in a namespace of its own. */
  async function start(namespace: string, rules: RightsRules): Promise<AtWork> {
    await admin.client.create(namespaces, { metadata: { name: namespace } });
    for (const each of roleManifests(rules, { name: 'website', account: 'website', namespace })) await applyManifest(admin.client, each);
    const as = `system:serviceaccount:${namespace}:website`;
    const connection = connectTo({ ...context, user: { ...context.user, as, 'as-groups': ['system:authenticated'] } }, { env: {} });
    opened.push(connection);
    // The server takes a moment to hear of a role.
    await until('a right', () => connection.client.get(deployments, { namespace, name: 'none' }).catch(isNotFound));
    const program = { client: connection.client, die: () => {} };
    const controller = atWork({ connect: () => program }, controllerIn(namespace), { tweak: { clock: systemClock } });
    running.push(controller);
    return controller;
  }
  /** In which it needs each of its rights. */
  async function happens(namespace: string, seconds: number): Promise<void> {
    const { client } = admin;
    const one = { namespace, name: 'one' };
    const isGone = (resource: Resource<KubeObject>) => () => client.get(resource, one).then(() => false, isNotFound);
    await client.create(Website, { metadata: one, spec: { html: 'a', replicas: 1 } });
    await until('its children', async () => [await client.get(deployments, one), await client.get(services, one)], { seconds });
    const theirs = { apply: { metadata: one, data: { 'index.html': 'mine' } }, force: true };
    await client.patch(configMaps, one, theirs, { fieldManager: 'somebody' });
    await client.patch(Website, one, { merge: { spec: { html: 'b', bare: true } } });
    await until('a child to go', isGone(services), { seconds });
    const tells = async () => (await client.list(events, { namespace })).items.some(({ reason }) => reason === 'FieldConflict');
    await until('an Event', tells, { seconds });
    await client.delete(Website, one);
    await until('its end', isGone(Website), { seconds });
  }

  it('is refused nothing', async () => {
    const { logs } = await start('with-all', rulesIn('with-all'));
    await happens('with-all', 60);
    expect(logs.filter(({ error }) => String(error).includes('forbidden'))).toEqual([]);
  });

  it('is refused something without any one of them, and the log names it', async () => {
    const missing = grantsIn('').filter(told);
    expect(missing.length).toBeGreaterThan(12);
    const named = missing.map(async (grant, at) => {
      const namespace = `without-${at}`;
      const rules = rulesOfGrants(grantsIn(namespace).filter((each) => wordsOf(each) !== wordsOf(grant)));
      const { logs } = await start(namespace, rules);
      const story = happens(namespace, 15).catch(() => {}); // it may not come to its end
      const refusal = `cannot ${grant.verb} resource "${grant.resource}"`;
      await until(refusal, () => logs.some(({ error }) => String(error).includes(refusal)));
      await story;
      return wordsOf(grant);
    });
    expect(await Promise.all(named)).toEqual(missing.map(wordsOf));
  }, 180_000);
});
