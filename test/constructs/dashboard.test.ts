import { describe, expect, it } from '@jest/globals';
import type { RealmSettings } from '../../constructs/realm-charts.ts';
import { render } from '../../constructs/synth.ts';
import { manifestsOf, nameOf, the } from './manifests.ts';
import { twoKingdoms } from './realms.ts';
import { templatesOf } from './workloads.ts';

const HISTORY = '--history=/var/lib/civ/history';
const rendered = (settings: RealmSettings = {}) => manifestsOf(render(twoKingdoms(), settings));
const ofDashboard = (settings: RealmSettings) =>
  rendered(settings)
    .map(nameOf)
    .filter((name) => name.endsWith('dashboard'));
const container = (settings: RealmSettings) => templatesOf([the('Deployment', 'dashboard', rendered(settings))])[0]?.containers[0];
const args = (settings: RealmSettings) => container(settings)?.args;
const variables = (settings: RealmSettings) => container(settings)?.env;

describe('the dashboard of a cluster', () => {
  it('is there once, and may read each kingdom', () =>
    expect(ofDashboard({})).toEqual([
      'ServiceAccount civ-system dashboard',
      'ClusterRole civ8s-dashboard',
      'ClusterRoleBinding civ8s-dashboard',
      'Role civ-system dashboard',
      'RoleBinding civ-system dashboard',
      'Deployment civ-system dashboard',
      'NetworkPolicy civ-system dashboard',
      'Service civ-system dashboard',
      'Role south dashboard',
      'RoleBinding south dashboard',
      'Role north dashboard',
      'RoleBinding north dashboard',
    ]));

  it('is one, however many replicas the controllers have', () =>
    expect(templatesOf([the('Deployment', 'dashboard', rendered({ system: { replicas: 3 } }))])[0]?.replicas).toBe(1));

  it.each([
    ['by itself', {}, 256],
    ['of more', { system: { resources: { limits: { memory: '768Mi' } } } }, 512],
  ] as const)('keeps its heap to two thirds of its memory, %s, so that V8 collects in time what is thrown away', (_, settings, mebibytes) =>
    expect(variables(settings)).toContainEqual({
      name: 'NODE_OPTIONS',
      value: `--max-semi-space-size=1 --max-old-space-size=${mebibytes}`,
    }),
  );

  it('is left out where nobody wants it, and nobody lets it in then', () => {
    expect(ofDashboard({ dashboard: false })).toEqual([]);
    expect(JSON.stringify(rendered({ dashboard: false }))).not.toContain('dashboard');
  });

  it('may read the kingdoms that it is to show, and no other', () => {
    const settings = { dashboard: { kingdoms: ['north'] } };
    expect(ofDashboard(settings).filter((name) => /^Role(Binding)? (north|south)/.test(name))).toEqual([
      'Role north dashboard',
      'RoleBinding north dashboard',
    ]);
    expect(args(settings)).toEqual(['controller', 'dashboard', '--kingdoms=north', HISTORY]);
  });

  it('may read all namespaces by one role where that is asked for', () => {
    const settings = { dashboard: { clusterWide: true } };
    expect(ofDashboard(settings).filter((name) => / (north|south) /.test(name))).toEqual([]);
    expect(args(settings)).toEqual(['controller', 'dashboard', '--cluster-wide', HISTORY]);
    expect(the('ClusterRole', 'civ8s-dashboard', rendered(settings))['rules']).toContainEqual({
      apiGroups: ['apps'],
      resources: ['deployments'],
      verbs: ['list', 'watch'],
    });
  });

  it('knows the names by which it may be asked for', () =>
    expect(args({ dashboard: { hosts: ['civ.example.com', 'civ.example.org'] } })).toEqual([
      'controller',
      'dashboard',
      '--hosts=civ.example.com,civ.example.org',
      HISTORY,
    ]));

  it('may read the kingdoms of a realm that does not bring it itself', () =>
    expect(ofDashboard({ system: false })).toEqual([
      'Role south dashboard',
      'RoleBinding south dashboard',
      'Role north dashboard',
      'RoleBinding north dashboard',
    ]));
});
