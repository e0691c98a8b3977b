import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { ConfigReload, type ConfigReloadProps } from '../../constructs/config-reload.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
interface Rendered {
  readonly kind: string;
  readonly rules?: readonly Rule[];
  readonly spec?: { readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } } };
}
const PROPS = ['secrets', 'jobs', 'pods', 'rollouts', 'secretProviderClasses', 'metaInfo'] as const;
const reload = (props: Partial<ConfigReloadProps> = {}): Chart => {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  new ConfigReload(chart, 'reload', { namespace: 'civ-system', ...props });
  return chart;
};
const render = (props: Partial<ConfigReloadProps> = {}) => reload(props).toJson() as readonly Rendered[];
/** A line for each resource: which verbs, where. */
const rights = (objects: readonly Rendered[]) =>
  objects.flatMap(({ kind, rules = [] }) =>
    rules.flatMap(({ apiGroups, resources, resourceNames = [], verbs }) =>
      resources.map((resource) => {
        const what = apiGroups[0] === '' ? resource : `${resource}.${apiGroups[0]}`;
        const where = kind === 'Role' ? ', in its own namespace' : '';
        return `${[verbs.toSorted().join(', '), what, ...resourceNames].join(' ')}${where}`;
      }),
    ),
  );
const args = (objects: readonly Rendered[]) =>
  objects.find(({ spec }) => spec !== undefined)?.spec?.template.spec.containers[0]?.args ?? [];

describe('ConfigReload', () => {
  it('grants for each prop what docs/security.md says, and without it nothing of that', () => {
    const section = readFileSync('docs/security.md', 'utf8')
      .split('\n## ')
      .find((part) => part.startsWith('What config-reload may do with more props'));
    const rows = [...(section ?? '').matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, prop, right]) => `${prop}: ${right}`);
    const base = new Set(rights(render()));
    const added = PROPS.flatMap((prop) =>
      rights(render({ [prop]: true }))
        .filter((right) => !base.has(right))
        .map((right) => `${prop}: ${right}`),
    );
    expect(rows.sort()).toEqual(added.sort());
  });

  it('hands the limits of the brake to its controller, and none where none is given', () => {
    expect(args(render({ maxUnavailable: '3,25%', maxRolls: '30/1m', maxRollsPerNamespace: '5/1m' })).slice(-3)).toEqual([
      '--max-unavailable=3,25%',
      '--max-rolls=30/1m',
      '--max-rolls-per-namespace=5/1m',
    ]);
    expect(args(render()).filter((arg) => arg.startsWith('--max'))).toEqual([]);
  });

  it.each([
    ['rollouts', '--is-Argo-Rollouts'],
    ['secretProviderClasses', '--enable-csi-integration'],
    ['metaInfo', '--meta-info-namespace=civ-system'],
  ] as const)('has its controller know of %s: %s', (prop, flag) =>
    expect([args(render()).includes(flag), args(render({ [prop]: true })).includes(flag)]).toEqual([false, true]),
  );

  describe('where the beginning of a pause is noted', () => {
    const problems = (props: Partial<ConfigReloadProps>) =>
      reload(props)
        .node.findAll()
        .flatMap((construct) => construct.node.validate());
    const policy = (props: Partial<ConfigReloadProps> = {}) =>
      JSON.stringify(render(props).find(({ kind }) => kind === 'ValidatingAdmissionPolicy'));

    it('is one prop for the controller and for its policy', () => {
      const props = { pausedAtAnnotation: 'example.com/paused-at' };
      expect(problems(props)).toEqual([]);
      expect(args(render(props))).toContain('--pause-deployment-time-annotation=example.com/paused-at');
      expect(policy(props).replaceAll('example.com/paused-at', 'deployment.reloader.stakater.com/paused-at')).toBe(policy());
      expect(policy(props)).not.toBe(policy());
    });

    it('is no flag unless it is given', () => expect(args(render()).filter((arg) => arg.includes('paus'))).toEqual([]));

    it.each([
      ['--pause-deployment-time-annotation=example.com/at'],
      ['--pause-deployment-time-annotation', 'example.com/at'],
      ['-pause-deployment-time-annotation=example.com/at'],
      ['--Pause-Deployment-Time-Annotation=example.com/at'],
    ])('is not taken as a flag: %s %s', (...flag) => {
      expect(problems({ args: ['--debounce=2s', ...flag] })).toEqual([
        `args has ${flag[0]}, which the policy of ConfigReload cannot see, so that it would refuse what the controller writes there: give the prop pausedAtAnnotation instead, which both take`,
      ]);
    });

    it('may have another flag beside it that begins like its own', () =>
      expect(problems({ args: ['--pause-deployment-annotation=example.com/period'] })).toEqual([]));

    it('is a key', () =>
      expect(problems({ pausedAtAnnotation: "it's" })).toEqual([
        'pausedAtAnnotation: key "it\'s" is not valid: use up to 63 letters, digits, "-", "_" or ".", first and last a letter or digit; before it, if need be, a DNS subdomain and "/"',
      ]));
  });
});
