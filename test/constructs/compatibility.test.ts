import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { APPLIED, BLACKOUT, HOLD, NOTIFIED, SHARE_WITH, WAVE, WINDOW } from '../../controllers/config-reload/seen/annotation-keys.ts';
import { createDemandMetrics } from '../../controllers/demand/tell/metrics.ts';
import { render } from '../../constructs/synth.ts';
import { realm } from '../../realm.ts';
import { askedText } from '../../model/asked-text.ts';
import {
  ASKED_ANNOTATION,
  DELETION_COST_ANNOTATION,
  DEMAND_MANAGER,
  GOODS_PREFIX,
  KINGDOM_LABEL,
  REALM_LABEL,
  REPLICAS_ANNOTATION,
  SCALING_ANNOTATION,
  SHOP_TYPE_LABEL,
  WORKER_PREFIX,
} from '../../model/keys.ts';
import { oneShop } from './realms.ts';
import { manifestsOf, the, type Manifest } from './manifests.ts';
import { templatesOf } from './workloads.ts';

const files = render(realm);
const manifests = manifestsOf(files);
const [worker, controller] = ['craftsman', 'pod-timestamp'].map((name) => templatesOf([the('Deployment', name, manifests)])[0]);
const scaled = the('Deployment', 'woodworker', manifestsOf(render(oneShop({ replicas: { from: 1, to: 5 } }))));
const named = (pattern: RegExp) =>
  manifests
    .filter(({ metadata, kind }) => pattern.test(metadata.name) && kind !== 'Namespace')
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const lease = () =>
  (the('Role', 'pod-timestamp', manifests)['rules'] as { readonly resourceNames?: readonly string[] }[]).flatMap(
    ({ resourceNames = [] }) => resourceNames,
  );
const port = (service: Manifest) => (service['spec'] as { readonly ports: readonly { readonly port: number }[] }).ports[0]?.port;

const toldByDemand = (): readonly string[] => {
  const registry = new Registry();
  createDemandMetrics(registry);
  const gauge = registry.getSingleMetric('civ_demand_workers') as unknown as {
    readonly name: string;
    readonly labelNames: readonly string[];
  };
  return [gauge.name, ...gauge.labelNames];
};

/** What the page calls it, what is found in the manifests, and how that reads on the page. */
const promises: readonly (readonly [string, unknown, unknown, string])[] = [
  ["selector of a shop's pods", Object.keys(worker?.selector ?? {}), ['shop', 'town'], '`town`, `shop`'],
  ["selector of a controller's pods", controller?.selector, { 'app.kubernetes.io/name': 'pod-timestamp' }, '`app.kubernetes.io/name`'],
  ["label of a realm's objects", REALM_LABEL, 'civ8s.dev/realm', '`civ8s.dev/realm`'],
  [
    "label of a kingdom's namespace",
    [KINGDOM_LABEL, the('Namespace', 'kingdom-of-foobar', manifests).metadata.labels?.[KINGDOM_LABEL]],
    ['civ8s.dev/kingdom', 'kingdom-of-foobar'],
    '`civ8s.dev/kingdom`',
  ],
  ["label of a shop's type", SHOP_TYPE_LABEL, 'civ8s.dev/shop-type', '`civ8s.dev/shop-type`'],
  ["annotation of a worker's stock", GOODS_PREFIX, 'goods.civ8s.dev/', '`goods.civ8s.dev/<good>`'],
  ["annotations of a worker's state", WORKER_PREFIX, 'worker.civ8s.dev/', '`worker.civ8s.dev/…`'],
  [
    'what outsiders ask of a worker',
    `${ASKED_ANNOTATION}: ${askedText(new Map(Object.entries({ wood: 1.2, stone: 0.4 })))}`,
    'worker.civ8s.dev/asked: wood 1.2, stone 0.40',
    '`worker.civ8s.dev/asked: wood 1.2, stone 0.40`',
  ],
  [
    'what it costs to delete a worker',
    DELETION_COST_ANNOTATION,
    'controller.kubernetes.io/pod-deletion-cost',
    '`controller.kubernetes.io/pod-deletion-cost`',
  ],
  [
    'how many workers demand may give a shop',
    [REPLICAS_ANNOTATION, scaled.metadata.annotations?.[REPLICAS_ANNOTATION], 'replicas' in (scaled['spec'] as object), DEMAND_MANAGER],
    ['civ8s.dev/replicas', '1-5', false, 'civ8s-demand'],
    '`civ8s.dev/replicas: 1-5` on its Deployment, which then has no `spec.replicas`; whose number that is: field manager `civ8s-demand`',
  ],
  ['record of a workload that config-reload rolls', APPLIED, 'reload.civ8s.dev/applied', '`reload.civ8s.dev/applied`'],
  ['what the receiver of `--webhook-url` was told of a workload', NOTIFIED, 'reload.civ8s.dev/notified', '`reload.civ8s.dev/notified`'],
  [
    'when a workload rolls',
    [WINDOW, BLACKOUT],
    ['reload.civ8s.dev/window', 'reload.civ8s.dev/blackout'],
    '`reload.civ8s.dev/window`, `reload.civ8s.dev/blackout`',
  ],
  [
    'what holds and orders rolls',
    [HOLD, WAVE],
    ['reload.civ8s.dev/hold', 'reload.civ8s.dev/wave'],
    '`reload.civ8s.dev/hold`, `reload.civ8s.dev/wave`',
  ],
  ['with whom a source is shared', SHARE_WITH, 'reload.civ8s.dev/share-with', '`reload.civ8s.dev/share-with`'],
  ['account of the workers', worker?.spec.serviceAccountName, 'civ-worker', '`civ-worker`'],
  [
    'rights of the workers',
    named(/^pod-patcher/),
    ['Role pod-patcher', 'RoleBinding pod-patcher-binding'],
    'Role `pod-patcher`, RoleBinding `pod-patcher-binding`',
  ],
  [
    'the policy on workers, and its binding',
    named(/own-pod/),
    ['ValidatingAdmissionPolicy civ-own-pod-only', 'ValidatingAdmissionPolicyBinding civ-own-pod-only'],
    '`civ-own-pod-only`',
  ],
  [
    'the policy on pod-timestamp, and its binding',
    named(/stamps-only/),
    ['ValidatingAdmissionPolicy civ-stamps-only', 'ValidatingAdmissionPolicyBinding civ-stamps-only'],
    '`civ-stamps-only`',
  ],
  [
    'the policy on config-reload, and its binding',
    named(/rolls-only/),
    ['ValidatingAdmissionPolicy civ-rolls-only', 'ValidatingAdmissionPolicyBinding civ-rolls-only'],
    '`civ-rolls-only`',
  ],
  [
    'the policies on demand, and their bindings',
    named(/^civ-scales-/).sort(),
    [
      'ValidatingAdmissionPolicy civ-scales-in-range',
      'ValidatingAdmissionPolicy civ-scales-only',
      'ValidatingAdmissionPolicyBinding civ-scales-in-range',
      'ValidatingAdmissionPolicyBinding civ-scales-only',
    ],
    '`civ-scales-only`, `civ-scales-in-range`',
  ],
  ['who scales a shop by hand says so', SCALING_ANNOTATION, 'civ8s.dev/scaling', '`civ8s.dev/scaling`: `off` or `on` on its Deployment'],
  [
    'what demand tells',
    toldByDemand(),
    ['civ_demand_workers', 'kingdom', 'shop', 'is'],
    'metric `civ_demand_workers{kingdom,shop,is}` with `wanted`, `have`, `from`, `to`',
  ],
  [
    'objects of a shop',
    named(/craftsman/).sort(),
    ['ConfigMap craftsman-directions', 'Deployment craftsman', 'NetworkPolicy craftsman-trade', 'Service craftsman'],
    'Deployment and Service `<shop>`, ConfigMap `<shop>-directions`, NetworkPolicy `<shop>-trade`',
  ],
  [
    'objects of a controller',
    [
      ...named(/^(civ8s-)?pod-timestamp$/)
        .filter((name) => !/^(Network|PodDis)/.test(name))
        .sort(),
      ...lease(),
    ],
    [
      'ClusterRole civ8s-pod-timestamp',
      'ClusterRoleBinding civ8s-pod-timestamp',
      'Deployment pod-timestamp',
      'Role pod-timestamp',
      'RoleBinding pod-timestamp',
      'ServiceAccount pod-timestamp',
      'civ8s-pod-timestamp',
    ],
    'Deployment, ServiceAccount, Role and RoleBinding `<controller>`; ClusterRole, ClusterRoleBinding and Lease `civ8s-<controller>`',
  ],
  ['namespace of the controllers', controller?.namespace, 'civ-system', '`civ-system`'],
  [
    'files of `dist/`',
    files.map(({ name }) => name),
    ['civ-system.k8s.yaml', 'kingdom-of-foobar.k8s.yaml'],
    '`<kingdom>.k8s.yaml`, `civ-system.k8s.yaml`',
  ],
  [
    'port of a worker, of its Service, of a controller',
    [
      worker?.containers[0]?.ports[0]?.containerPort,
      port(the('Service', 'craftsman', manifests)),
      controller?.containers[0]?.ports[0]?.containerPort,
    ],
    [8080, 80, 9090],
    '`8080`, `80`, `9090`',
  ],
  [
    'file of the directions, place of the books',
    [worker?.containers[0]?.args[1], worker?.containers[0]?.volumeMounts?.map(({ mountPath }) => mountPath)],
    ['/config/directions.json', ['/config', '/var/lib/civ']],
    '`/config/directions.json`, `/var/lib/civ`',
  ],
];

describe('what outlives a release', () => {
  it.each(promises)('keeps the %s', (_, found, promised) => expect(found).toEqual(promised));

  it('is what docs/compatibility.md says', () => {
    const section =
      readFileSync('docs/compatibility.md', 'utf8')
        .split('\n## ')
        .find((part) => part.startsWith('Names in the cluster')) ?? '';
    const rows = section
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1)
      .map((line) => line.split(' | ').slice(0, 2).join(' | ').replace('| ', ''));
    expect(rows).toEqual(promises.map(([what, , , reads]) => `${what} | ${reads}`));
  });
});
