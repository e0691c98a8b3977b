import { describe, expect, it } from '@jest/globals';
import { reloadKeys, type ReloadKey } from '../../../../controllers/config-reload/seen/reload-key.ts';

const KEYS: readonly (readonly [string, ReloadKey])[] = [
  ['Deployment default/web', { of: 'workload', kind: 'Deployment', storeKey: 'default/web' }],
  ['DaemonSet default/web', { of: 'workload', kind: 'DaemonSet', storeKey: 'default/web' }],
  ['StatefulSet default/web', { of: 'workload', kind: 'StatefulSet', storeKey: 'default/web' }],
  ['CronJob default/web', { of: 'workload', kind: 'CronJob', storeKey: 'default/web' }],
  ['Job default/web', { of: 'workload', kind: 'Job', storeKey: 'default/web' }],
  ['Rollout default/web', { of: 'workload', kind: 'Rollout', storeKey: 'default/web' }],
  ['Pods default/ConfigMap/a.b-c', { of: 'pods', namespace: 'default', id: 'ConfigMap/a.b-c' }],
  ['Post default/Secret/token', { of: 'post', namespace: 'default', id: 'Secret/token' }],
  ['Post default/SecretProviderClass/vault', { of: 'post', namespace: 'default', id: 'SecretProviderClass/vault' }],
  ['Meta reloader-meta-info', { of: 'meta-info' }],
];

describe('a key of config-reload', () => {
  it.each(KEYS)('is written as "%s", and read back', (text, key) => {
    expect(reloadKeys.text(key)).toBe(text);
    expect(reloadKeys.parse(text)).toEqual(key);
  });

  it.each([
    '',
    'Deployment',
    'Deployment web',
    'Deployment a/b/c',
    'Gadget default/web',
    'toString default/web',
    'Pods default/web',
    'Pods default/Gadget/web',
    'Other default/ConfigMap/web',
    'Meta',
  ])('is nothing that would be written as "%s"', (text) => expect(reloadKeys.parse(text)).toBeUndefined());
});
