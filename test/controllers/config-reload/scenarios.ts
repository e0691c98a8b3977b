import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { CoreV1PodSpec as PodSpec } from '../../../kube/objects/kinds/core-v1.ts';
import { AUTO, fromConfigMap, fromSecret, type WorkloadParts } from './objects.ts';

/** What is changed: the data of these sources, or only their labels. */
export interface Scenario {
  readonly name: string;
  readonly parts: WorkloadParts;
  readonly change: readonly ('cm' | 'cm-2' | 'secret' | 'secret-2' | 'labels of cm' | 'labels of secret')[];
  /** Annotations of the source `cm` and of `secret`. */
  readonly on?: Readonly<Record<string, string>>;
  readonly rolls: boolean;
}

const NAMED_CM = 'configmap.reloader.stakater.com/reload';
const NAMED_SECRET = 'secret.reloader.stakater.com/reload';
const main = (unlike: Partial<PodSpec['containers'][number]> = {}, name = 'main') => ({ name, image: 'none', ...unlike });
const mounting = (volume: object): PodSpec => ({
  containers: [main({ volumeMounts: [{ name: 'v', mountPath: '/x' }] })],
  volumes: [{ name: 'v', ...volume }],
});
const projecting = (...sources: readonly object[]): PodSpec => mounting({ projected: { sources } });
const initially = (unlike: object, volumes: PodSpec['volumes'] = []): PodSpec => ({
  containers: [main()],
  initContainers: [main(unlike, 'init')],
  volumes,
});
const bare: PodSpec = { containers: [main()] };
const both: PodSpec = { containers: [main({ envFrom: [{ configMapRef: { name: 'cm' } }, { secretRef: { name: 'secret' } }] })] };
const cm = fromConfigMap('cm');
const secret = fromSecret('secret');
const on = (
  name: string,
  annotations: Readonly<Record<string, string>>,
  pod: PodSpec,
  change: Scenario['change'],
  rolls: boolean,
  sources?: Scenario['on'],
): Scenario => ({ name, parts: { annotations, pod }, change, rolls, on: sources });
const onTemplate = (
  name: string,
  annotations: Readonly<Record<string, string>>,
  pod: PodSpec,
  change: Scenario['change'],
  rolls: boolean,
): Scenario => ({ name, parts: { annotations: {}, template: annotations, pod }, change, rolls });

/** Reloader's own end-to-end scenarios. */
export const scenarios: readonly Scenario[] = [
  on('a named ConfigMap', { [NAMED_CM]: 'cm' }, cm, ['cm'], true),
  on('a named Secret', { [NAMED_SECRET]: 'secret' }, secret, ['secret'], true),
  on('a named ConfigMap that is not used', { [NAMED_CM]: 'cm' }, bare, ['cm'], true),
  on('auto, a ConfigMap', AUTO, cm, ['cm'], true),
  on('auto, a Secret', AUTO, secret, ['secret'], true),
  on('auto, a mounted ConfigMap', AUTO, mounting({ configMap: { name: 'cm' } }), ['cm'], true),
  on('auto, a mounted Secret', AUTO, mounting({ secret: { secretName: 'secret' } }), ['secret'], true),
  on('only labels of a ConfigMap', AUTO, cm, ['labels of cm'], false),
  on('only labels of a Secret', AUTO, secret, ['labels of secret'], false),
  on('no annotation', {}, both, ['cm', 'secret'], false),
  on('auto=false', { 'reloader.stakater.com/auto': 'false' }, both, ['cm', 'secret'], false),
  on('auto, both used, the ConfigMap changes', AUTO, both, ['cm'], true),
  on('auto, both used, the Secret changes', AUTO, both, ['secret'], true),
  on('two ConfigMaps listed, the first changes', { [NAMED_CM]: 'cm,cm-2' }, bare, ['cm'], true),
  on('two ConfigMaps listed, the second changes', { [NAMED_CM]: 'cm,cm-2' }, bare, ['cm-2'], true),
  on('two Secrets listed, the first changes', { [NAMED_SECRET]: 'secret, secret-2' }, bare, ['secret'], true),
  on('two Secrets listed, the second changes', { [NAMED_SECRET]: 'secret, secret-2' }, bare, ['secret-2'], true),
  on('a ConfigMap and a Secret listed, the ConfigMap changes', { [NAMED_CM]: 'cm', [NAMED_SECRET]: 'secret' }, bare, ['cm'], true),
  on('a ConfigMap and a Secret listed, the Secret changes', { [NAMED_CM]: 'cm', [NAMED_SECRET]: 'secret' }, bare, ['secret'], true),
  onTemplate('on the template: a named ConfigMap', { [NAMED_CM]: 'cm' }, cm, ['cm'], true),
  onTemplate('on the template: a named Secret', { [NAMED_SECRET]: 'secret' }, secret, ['secret'], true),
  onTemplate('on the template: auto', AUTO, cm, ['cm'], true),
  onTemplate('on the template: a ConfigMap is named and a Secret changes', { [NAMED_CM]: 'cm' }, both, ['secret'], false),
  onTemplate('on the template: search', { 'reloader.stakater.com/search': 'true' }, cm, ['cm'], false),
  {
    ...onTemplate('on the template: search and match', { 'reloader.stakater.com/search': 'true' }, cm, ['cm'], true),
    on: { 'reloader.stakater.com/match': 'true' },
  },
  onTemplate(
    'on the template: an exclusion, which counts on the workload alone',
    { ...AUTO, 'configmaps.exclude.reloader.stakater.com/reload': 'cm' },
    cm,
    ['cm'],
    true,
  ),
  {
    name: 'on both places',
    parts: { annotations: { [NAMED_CM]: 'cm' }, template: { [NAMED_CM]: 'cm' }, pod: cm },
    change: ['cm'],
    rolls: true,
  },
  on(
    'a key of a ConfigMap as a variable',
    AUTO,
    { containers: [main({ env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'cm', key: 'key' } } }] })] },
    ['cm'],
    true,
  ),
  on(
    'a key of a Secret as a variable',
    AUTO,
    { containers: [main({ env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'secret', key: 'key' } } }] })] },
    ['secret'],
    true,
  ),
  on(
    'a key of a named ConfigMap as a variable',
    { [NAMED_CM]: 'cm' },
    { containers: [main({ env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'cm', key: 'key' } } }] })] },
    ['cm'],
    true,
  ),
  on(
    'a key of a named Secret as a variable',
    { [NAMED_SECRET]: 'secret' },
    { containers: [main({ env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'secret', key: 'key' } } }] })] },
    ['secret'],
    true,
  ),
  on('a projected ConfigMap', AUTO, projecting({ configMap: { name: 'cm' } }), ['cm'], true),
  on('a projected Secret', AUTO, projecting({ secret: { name: 'secret' } }), ['secret'], true),
  on(
    'both projected, the ConfigMap changes',
    AUTO,
    projecting({ configMap: { name: 'cm' } }, { secret: { name: 'secret' } }),
    ['cm'],
    true,
  ),
  on(
    'both projected, the Secret changes',
    AUTO,
    projecting({ configMap: { name: 'cm' } }, { secret: { name: 'secret' } }),
    ['secret'],
    true,
  ),
  on('environment of an init container, ConfigMap', AUTO, initially({ envFrom: [{ configMapRef: { name: 'cm' } }] }), ['cm'], true),
  on('environment of an init container, Secret', AUTO, initially({ envFrom: [{ secretRef: { name: 'secret' } }] }), ['secret'], true),
  on(
    'volume of an init container, ConfigMap',
    AUTO,
    initially({ volumeMounts: [{ name: 'v', mountPath: '/x' }] }, [{ name: 'v', configMap: { name: 'cm' } }]),
    ['cm'],
    true,
  ),
  on(
    'volume of an init container, Secret',
    AUTO,
    initially({ volumeMounts: [{ name: 'v', mountPath: '/x' }] }, [{ name: 'v', secret: { secretName: 'secret' } }]),
    ['secret'],
    true,
  ),
  on('auto for ConfigMaps, a ConfigMap', { 'configmap.reloader.stakater.com/auto': 'true' }, both, ['cm'], true),
  on('auto for ConfigMaps, a Secret', { 'configmap.reloader.stakater.com/auto': 'true' }, both, ['secret'], false),
  on('auto for Secrets, a Secret', { 'secret.reloader.stakater.com/auto': 'true' }, both, ['secret'], true),
  on('auto, and another one named', { ...AUTO, [NAMED_CM]: 'cm-2' }, cm, ['cm-2'], true),
  on('auto, and another Secret named', { ...AUTO, [NAMED_SECRET]: 'secret-2' }, cm, ['secret-2'], true),
  on('auto, and another one named: the used one', { ...AUTO, [NAMED_CM]: 'cm-2' }, cm, ['cm'], true),
  on('an excluded ConfigMap', { ...AUTO, 'configmaps.exclude.reloader.stakater.com/reload': 'cm' }, both, ['cm'], false),
  on('beside an excluded ConfigMap', { ...AUTO, 'configmaps.exclude.reloader.stakater.com/reload': 'cm' }, both, ['secret'], true),
  on('an excluded Secret', { ...AUTO, 'secrets.exclude.reloader.stakater.com/reload': 'secret' }, both, ['secret'], false),
  on('beside an excluded Secret', { ...AUTO, 'secrets.exclude.reloader.stakater.com/reload': 'secret' }, both, ['cm'], true),
  on('an ignored ConfigMap, though named', { [NAMED_CM]: 'cm' }, cm, ['cm'], false, { 'reloader.stakater.com/ignore': 'true' }),
  on('an ignored Secret, though named', { [NAMED_SECRET]: 'secret' }, secret, ['secret'], false, {
    'reloader.stakater.com/ignore': 'true',
  }),
  on('search and match', { 'reloader.stakater.com/search': 'true' }, cm, ['cm'], true, { 'reloader.stakater.com/match': 'true' }),
  on('search without match', { 'reloader.stakater.com/search': 'true' }, cm, ['cm'], false),
  on('match without search', {}, cm, ['cm'], false, { 'reloader.stakater.com/match': 'true' }),
  on('an expression that matches', { [NAMED_CM]: 'c[a-z]-\\d' }, bare, ['cm-2'], true),
  on('an expression that does not', { [NAMED_CM]: 'c[a-z]-\\d' }, bare, ['cm'], false),
  on('an expression for Secrets', { [NAMED_SECRET]: 'sec.*' }, bare, ['secret-2'], true),
  on(
    'two containers, one ConfigMap',
    AUTO,
    {
      containers: [main({ envFrom: [{ configMapRef: { name: 'cm' } }] }, 'a'), main({ envFrom: [{ configMapRef: { name: 'cm' } }] }, 'b')],
    },
    ['cm'],
    true,
  ),
  on(
    'two containers, two ConfigMaps',
    AUTO,
    {
      containers: [
        main({ envFrom: [{ configMapRef: { name: 'cm' } }] }, 'a'),
        main({ envFrom: [{ configMapRef: { name: 'cm-2' } }] }, 'b'),
      ],
    },
    ['cm-2'],
    true,
  ),
];

/** Has it been rolled, by either strategy? How often is not known. */
export function markersOf(object: KubeObject): readonly string[] {
  const template = (
    object as {
      readonly spec?: {
        readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> }; readonly spec?: PodSpec };
      };
    }
  ).spec?.template;
  const from = template?.metadata?.annotations?.['reloader.stakater.com/last-reloaded-from'];
  const variables = (template?.spec?.containers ?? []).flatMap(({ env = [] }) =>
    env.filter(({ name }) => name.startsWith('STAKATER_')).map(({ name, value }) => `${name}=${value}`),
  );
  return [...(from === undefined ? [] : [from]), ...variables];
}
