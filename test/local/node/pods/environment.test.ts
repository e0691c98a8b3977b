import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../../../../kube/objects/built-in.ts';
import { commandLine, onThisMachine } from '../../../../local/node/pods/command-line.ts';
import { environmentOf } from '../../../../local/node/pods/environment.ts';
import { expand } from '../../../../local/node/pods/expand.ts';

const pod: Pod = { metadata: { name: 'a', namespace: 'n', uid: 'u', labels: { town: 'simple-town' } }, spec: { containers: [] } };
const around = {
  podIP: '127.0.0.1',
  nodeName: 'here',
  configMap: (name: string) => (name === 'settings' ? { data: { colour: 'red', size: '3' } } : undefined),
  secret: (name: string) => (name === 'keys' ? { data: { door: Buffer.from('open').toString('base64') } } : undefined),
};
const environment = (container: object) => environmentOf(pod, { name: 'c', ...container }, around);

describe('the environment of a container', () => {
  it('holds what the specification gives, from all its sources, and later variables see earlier ones', () =>
    expect(
      environment({
        envFrom: [{ prefix: 'S_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }],
        env: [
          { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'TOWN', valueFrom: { fieldRef: { fieldPath: "metadata.labels['town']" } } },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'ONE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'size' } } },
          { name: 'DOOR', valueFrom: { secretKeyRef: { name: 'keys', key: 'door' } } },
          { name: 'ALL', value: '$(POD)-$(ONE)-$(NONE)-$$(POD)' },
        ],
      }),
    ).toEqual({
      ok: true,
      variables: {
        S_colour: 'red',
        S_size: '3',
        door: 'open',
        POD: 'a',
        TOWN: 'simple-town',
        IP: '127.0.0.1',
        ONE: '3',
        DOOR: 'open',
        ALL: 'a-3-$(NONE)-$(POD)',
      },
    }));

  it.each([
    [{ env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'none', key: 'k' } } }] }, 'configmap "none" not found'],
    [{ env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } }] }, "couldn't find key k in secret n/keys"],
    [{ envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
    [{ env: [{ name: 'X', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }, 'fieldRef status.phase is not supported here'],
  ])('cannot be made of %j', (container, problem) => expect(environment(container)).toEqual({ ok: false, problem }));

  it('does without what is optional', () =>
    expect(
      environment({
        envFrom: [{ configMapRef: { name: 'none', optional: true } }],
        env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'none', key: 'k', optional: true } } }],
      }),
    ).toEqual({ ok: true, variables: {} }));

  it.each([
    ['$(A)', '1'],
    ['$$(A)', '$(A)'],
    ['$(B)', '$(B)'],
    ['$A', '$A'],
    ['$(A)$(A)', '11'],
  ])('expands %s to %s', (text, expanded) => expect(expand(text, { A: '1' })).toBe(expanded));
});

describe('the command line of a container', () => {
  const mounts = [
    { path: '/config', folder: '/tmp/pod/volumes/config' },
    { path: '/config/deep/', folder: '/tmp/pod/volumes/deep' },
  ];
  const line = (container: object) => commandLine({ name: 'c', ...container }, mounts, { KINGDOM: 'k' });

  it.each(['civ8s:0.1.0', 'registry.example:5000/team/civ8s@sha256:00', 'civ8s'])('is that of civ for image %s', (image) =>
    expect(line({ image, args: ['serve', '/config/directions.json', '$(KINGDOM)'] })).toEqual({
      ok: true,
      args: ['serve', '/tmp/pod/volumes/config/directions.json', 'k'],
    }),
  );

  it('says that another image cannot be run here', () =>
    expect(line({ image: 'nginx:1' })).toEqual({
      ok: false,
      reason: 'ErrImagePull',
      problem: 'image "nginx:1" cannot be run here: this machine runs only civ8s, as processes; use a cluster for other images',
    }));

  it('says that another command cannot be run here', () =>
    expect(line({ image: 'civ8s:1', command: ['/bin/sh'] })).toMatchObject({ ok: false, reason: 'CreateContainerError' }));

  it.each([
    ['/config', '/tmp/pod/volumes/config'],
    ['/config/deep/x', '/tmp/pod/volumes/deep/x'],
    ['/configuration', '/configuration'],
    ['--file=/config/x', '--file=/tmp/pod/volumes/config/x'],
    ['--url=file:///config/x', '--url=file:///tmp/pod/volumes/config/x'],
    ['http:///config/x', 'http:///config/x'],
    ['words', 'words'],
  ])('finds %s at %s', (path, here) => expect(onThisMachine(path, mounts)).toBe(here));
});
