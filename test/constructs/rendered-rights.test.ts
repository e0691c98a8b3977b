import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { ConfigReload, type ConfigReloadProps } from '../../constructs/config-reload.ts';
import { ConfigWatcher } from '../../constructs/config-watcher.ts';
import { Controller, leaseOf } from '../../constructs/controller.ts';
import { Demand } from '../../constructs/demand.ts';
import { PodTimestamp } from '../../constructs/pod-timestamp.ts';
import { configReload } from '../../controllers/config-reload/config-reload.ts';
import { demand } from '../../controllers/demand/demand.ts';
import { podTimestamp } from '../../controllers/pod-timestamp/pod-timestamp.ts';
import type { AnyController } from '../../controllers/runtime/definition.ts';
import { covers, grantInWords, withoutCovered, type Grant } from '../../controllers/runtime/rights/grant.ts';
import { rightsOf } from '../../controllers/runtime/rights/rights-of.ts';
import type { RightsRule } from '../../controllers/runtime/rights/rules.ts';
import { census } from '../../docs/examples/census.ts';

const HOME = 'civ-system';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly rules?: readonly RightsRule[];
  readonly spec?: { readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } } };
}
const render = (make: (chart: Chart) => unknown): readonly Rendered[] => {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  make(chart);
  return chart.toJson() as readonly Rendered[];
};
const grantsIn = (namespace: string | undefined, rules: readonly RightsRule[]): readonly Grant[] =>
  rules.flatMap(({ apiGroups, resources, verbs, resourceNames = [undefined] }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((of) =>
        verbs.flatMap((verb) =>
          resourceNames.map((name) => ({
            verb,
            group,
            resource: of,
            ...(name !== undefined && { name }),
            ...(namespace !== undefined && { namespace }),
          })),
        ),
      ),
    ),
  );
const words = (grants: readonly Grant[]): readonly string[] => withoutCovered(grants).map(grantInWords).toSorted();
/** What stands in the manifests. */
const written = (objects: readonly Rendered[]) => objects.flatMap(({ metadata, rules = [] }) => grantsIn(metadata.namespace, rules));
/** What follows from the controller, with the arguments that stand in the manifests. */
function declared(controller: AnyController, objects: readonly Rendered[], args?: readonly string[]): readonly Grant[] {
  const given = objects.find(({ spec }) => spec !== undefined)?.spec?.template.spec.containers[0]?.args.slice(2) ?? [];
  const { clusterRole, roles } = rightsOf(controller, { program: leaseOf(controller.name), namespace: HOME, args: args ?? given });
  return [...grantsIn(undefined, clusterRole), ...roles.flatMap(({ namespace, rules }) => grantsIn(namespace, rules))];
}
const ALL = { secrets: true, jobs: true, pods: true, rollouts: true, secretProviderClasses: true, metaInfo: true };

describe('the rules in the manifests of a controller of ours', () => {
  it.each<Partial<ConfigReloadProps>>([
    {},
    ALL,
    ...Object.keys(ALL).map((prop) => ({ [prop]: true })),
    { ...ALL, args: ['--pod-state=memory'], pods: false },
  ])('are what config-reload declares, with %j', (props) => {
    const objects = render((chart) => new ConfigReload(chart, 'it', { namespace: HOME, ...props }));
    expect(words(declared(configReload, objects))).toEqual(words(written(objects)));
  });

  it('are what pod-timestamp declares', () => {
    const objects = render((chart) => new PodTimestamp(chart, 'it', { namespace: HOME }));
    expect(words(declared(podTimestamp, objects))).toEqual(words(written(objects)));
  });

  it('are what demand declares, and that it may read a scale', () => {
    const objects = render((chart) => new Demand(chart, 'it', { namespace: HOME }));
    expect(words(written(objects)).filter((word) => !words(declared(demand, objects)).includes(word))).toEqual([
      'get deployments.apps/scale',
    ]);
    expect(words(declared(demand, objects)).filter((word) => !words(written(objects)).includes(word))).toEqual([]);
  });

  it('of a ConfigWatcher grant all that config-reload needs there', () => {
    const args = [`--namespaces=${HOME}`, '--pods-only', '--resources-to-ignore=secrets'];
    const objects = render((chart) => new ConfigWatcher(chart, 'it', { namespace: HOME }));
    const lacking = declared(configReload, objects, args).filter((grant) => !written(objects).some((each) => covers(each, grant)));
    expect(lacking.map(grantInWords)).toEqual([]);
  });

  it('can be rendered from the controller itself, as those of the census', () => {
    const rights = rightsOf(census, { program: leaseOf('census'), namespace: HOME });
    const objects = render((chart) => new Controller(chart, 'it', { namespace: HOME, name: 'census', args: ['census'], rights }));
    expect(words(written(objects))).toEqual(
      words([
        ...grantsIn(undefined, [
          { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch', 'patch'] },
          { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
        ]),
        ...grantsIn(HOME, [
          { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
          { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'patch'], resourceNames: ['civ8s-census'] },
        ]),
      ]),
    );
    expect(words(declared(census, objects))).toEqual(words(written(objects)));
  });
});
