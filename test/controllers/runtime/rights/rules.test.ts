import { describe, expect, it } from '@jest/globals';
import { missingRules } from '../../../../controllers/runtime/rights/rules.ts';
import { hopelessPurposes, lackInWords, type LackingRight } from '../../../../controllers/runtime/rights/needed-right.ts';
import { configMaps, daemonSets, deployments, pods } from '../../../../kube/objects/built-in.ts';

const right = { without: 'nothing rolls', verbs: ['list', 'patch'] };
const lack = (resource: LackingRight['right']['resource'], more: Partial<LackingRight> = {}): LackingRight => ({
  right: { ...right, resource },
  verbs: right.verbs,
  ...more,
});

describe('the rules that grant what is lacking', () => {
  it('are one for what is lacking alike', () =>
    expect(missingRules([lack(deployments), lack(daemonSets), lack(configMaps)]).clusterRole).toEqual([
      { apiGroups: ['apps'], resources: ['deployments', 'daemonsets'], verbs: ['list', 'patch'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'patch'] },
    ]));

  it('have all verbs of a resource in one', () =>
    expect(missingRules([lack(deployments), lack(deployments, { verbs: ['watch', 'list'] })]).clusterRole).toEqual([
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'patch', 'watch'] },
    ]));

  it('are those of a Role where a namespace is named, and name the object and the subresource', () => {
    const named = { right: { ...right, resource: configMaps, name: 'note' }, verbs: ['get'], namespace: 'shop' };
    const evicting = { right: { ...right, resource: pods, subresource: 'eviction' }, verbs: ['create'], namespace: 'shop' };
    expect(missingRules([named, evicting])).toEqual({
      clusterRole: [],
      roles: [
        {
          namespace: 'shop',
          rules: [
            { apiGroups: [''], resources: ['configmaps'], resourceNames: ['note'], verbs: ['get'] },
            { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
          ],
        },
      ],
    });
  });
});

describe('a right that is lacking', () => {
  it('is said with its place and what does not happen without it', () =>
    expect([lack(deployments), lack(configMaps, { namespace: 'shop' })].map(lackInWords)).toEqual([
      'list, patch deployments.apps: nothing rolls',
      'list, patch configmaps in shop: nothing rolls',
    ]));

  it('is hopeless where no other serves the same purpose anywhere', () => {
    const [one, other] = [
      { ...right, resource: deployments, vitalFor: 'to roll', namespaces: ['a', 'b'] },
      { ...right, resource: daemonSets, vitalFor: 'to roll', namespaces: ['a'] },
    ];
    const of = (needed: typeof one, namespace: string) => ({ right: needed, namespace, verbs: ['patch'] });
    expect(hopelessPurposes([one, other], [of(one, 'a'), of(other, 'a')])).toEqual([]);
    expect(hopelessPurposes([one, other], [of(one, 'a'), of(one, 'b')])).toEqual([]);
    expect(hopelessPurposes([one, other], [of(one, 'a'), of(one, 'b'), of(other, 'a')])).toEqual(['to roll']);
  });
});
