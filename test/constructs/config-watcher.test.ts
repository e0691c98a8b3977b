import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { ConfigWatcher, type ConfigWatcherProps } from '../../constructs/config-watcher.ts';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly rules?: unknown;
  readonly spec?: {
    readonly replicas: number;
    readonly template: {
      readonly spec: {
        readonly serviceAccountName: string;
        readonly initContainers?: readonly object[];
        readonly containers: readonly { readonly args: readonly string[]; readonly env: readonly { readonly name: string }[] }[];
      };
    };
  };
}
const render = (props: Partial<ConfigWatcherProps> = {}) => {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  new ConfigWatcher(chart, 'watcher', { namespace: 'test-space', ...props });
  return chart.toJson() as readonly Rendered[];
};
const rights = (objects: readonly Rendered[]) =>
  Object.fromEntries(objects.filter(({ kind }) => kind === 'Role').map(({ metadata, rules }) => [metadata.name, rules]));
const SEED = {
  'watch-configMaps': [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'watch', 'list'] }],
  'list-delete-pods': [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'watch', 'list', 'delete'] }],
};

describe('ConfigWatcher', () => {
  it('with readAndDeleteOnly grants two roles and no more, and runs once', () => {
    const objects = render({ readAndDeleteOnly: true });
    expect([rights(objects), objects.find(({ kind }) => kind === 'Deployment')?.spec?.replicas]).toEqual([SEED, 1]);
  });

  it('otherwise grants one role more, for what it takes to be gentle and to remember', () => {
    const objects = render();
    expect([Object.keys(rights(objects)), objects.find(({ kind }) => kind === 'Deployment')?.spec?.replicas]).toEqual([
      ['watch-configMaps', 'list-delete-pods', 'cuscon-gently'],
      2,
    ]);
  });

  it('keeps everything in its namespace, under the names that are known', () => {
    const objects = render({ readAndDeleteOnly: true });
    expect(objects.map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`)).toEqual([
      'ServiceAccount test-space/joe',
      'Role test-space/watch-configMaps',
      'RoleBinding test-space/joe-view-configMaps',
      'Role test-space/list-delete-pods',
      'RoleBinding test-space/joe-view-pods',
      'Deployment test-space/cuscon',
    ]);
    const { serviceAccountName, containers } = objects.find(({ kind }) => kind === 'Deployment')?.spec?.template.spec ?? { containers: [] };
    expect([serviceAccountName, containers[0]?.env.map(({ name }) => name).includes('res_namespace')]).toEqual(['joe', true]);
  });

  it("with proxyImage has the seed's sidecar, restricted as all of ours, and goes through it", () => {
    const { containers, initContainers = [] } = render({ readAndDeleteOnly: true, proxyImage: 'registry.example.com/kubectl:1.36.3' }).find(
      ({ kind }) => kind === 'Deployment',
    )?.spec?.template.spec ?? { containers: [] };
    expect(initContainers).toMatchObject([
      {
        name: 'proxycontainer',
        image: 'registry.example.com/kubectl:1.36.3',
        command: ['kubectl', 'proxy', '--port=8001'],
        restartPolicy: 'Always',
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ]);
    expect([containers.map(({ args }) => args.at(-1)), rights(render({ readAndDeleteOnly: true, proxyImage: 'kubectl:1' }))]).toEqual([
      ['--server=http://127.0.0.1:8001'],
      SEED,
    ]);
  });

  it('refuses a range of replicas', () => {
    const app = new App();
    const settings = { replicas: { from: 1, to: 2 } as unknown as number };
    new ConfigWatcher(new Chart(app, 'chart'), 'watcher', { namespace: 'test-space', settings });
    expect(() => app.synthYaml()).toThrow('replicas is a range: give a whole number: demand scales shops, and no controllers');
  });

  it('refuses two replicas that could not agree on a leader', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    new ConfigWatcher(chart, 'watcher', { namespace: 'test-space', readAndDeleteOnly: true, settings: { replicas: 2 } });
    expect(() => app.synthYaml()).toThrow('replicas is 2: without a Lease, which readAndDeleteOnly leaves out, give 1');
  });
});
