import { listOrEmpty, objectOrEmpty } from '../../../ground/json/json.ts';
import { casesOf, type Case } from '../case.ts';
import { APPLY, MERGE, namespaced, pod, STRATEGIC } from '../objects.ts';
import { underPodSecurity } from '../pod-security-talk.ts';

const ephemeral = casesOf('ephemeral containers');

const container = (name: string, fields: object = {}) => ({ name, image: 'busybox:1', ...fields });
const holding = (...ephemeralContainers: readonly object[]) => ({ spec: { ephemeralContainers } });
const whole = (name: string, ...ephemeralContainers: readonly object[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  ...holding(...ephemeralContainers),
});

export const ephemeralCases: readonly Case[] = [
  ephemeral.succeeds('adds a container to a pod that runs', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', { nodeName: 'n1' }));
    await ask(
      'PATCH',
      `${at}/p/ephemeralcontainers`,
      holding(container('d', { targetContainerName: 'main', stdin: true, tty: true })),
      STRATEGIC,
    );
    await ask('GET', `${at}/p/ephemeralcontainers`);
    const { body } = await quietly('GET', `${at}/p`);
    const spec = objectOrEmpty(body['spec']);
    await ask('PUT', `${at}/p/ephemeralcontainers`, {
      ...body,
      spec: { ...spec, ephemeralContainers: [...listOrEmpty(spec['ephemeralContainers']), container('e')] },
    });
    await ask('PATCH', `${at}/p/ephemeralcontainers?fieldManager=other`, whole('p', container('f')), APPLY);
  }),
  // Of who owns what nothing was written of, the real server keeps an account all the same.
  ephemeral.succeeds('writes nothing else there', async ({ namespace, note, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p'));
    const labelled = { metadata: { labels: { a: 'b' } }, spec: { activeDeadlineSeconds: 5 } };
    await quietly('PATCH', `${at}/p/ephemeralcontainers`, labelled, MERGE);
    await quietly('PATCH', `${at}/p/ephemeralcontainers`, { status: { phase: 'Failed' }, ...holding(container('d')) }, STRATEGIC);
    const { body } = await quietly('GET', `${at}/p`);
    note('the labels', body['metadata']?.['labels']);
    note('the spec', body['spec']);
    note('the status', body['status']);
  }),
  ephemeral.refuses('refuses what such a container cannot have', async ({ namespace, ask, quietly }) => {
    const at = `${namespaced(namespace, 'pods')}/p/ephemeralcontainers`;
    await quietly('POST', namespaced(namespace, 'pods'), pod('p', { volumes: [{ name: 'v', emptyDir: {} }] }));
    const probe = { httpGet: { port: 80 } };
    for (const fields of [
      { name: 'main' },
      { name: '' },
      { name: 'UP' },
      { image: '' },
      { targetContainerName: 'none' },
      { ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1' } } },
      { livenessProbe: probe, readinessProbe: probe, startupProbe: probe },
      { lifecycle: { preStop: { exec: { command: ['a'] } } } },
      {
        volumeMounts: [
          { name: 'v', mountPath: '/v', subPath: 's' },
          { name: 'none', mountPath: '/w' },
        ],
      },
      { restartPolicy: 'Always' },
    ])
      await ask('PATCH', at, holding(container('d', fields)), STRATEGIC);
    await ask('PATCH', at, holding(container('d'), container('d')), MERGE);
    await ask('PATCH', `${namespaced(namespace, 'pods')}/none/ephemeralcontainers`, holding(container('d')), STRATEGIC);
    await ask('PATCH', at, { spec: { ephemeralContainers: [{ name: 'd', image: 'i', lost: true }] } }, STRATEGIC);
    await ask('DELETE', at);
  }),
  ephemeral.refuses('neither takes one away nor changes it', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p'));
    await quietly('PATCH', `${at}/p/ephemeralcontainers`, holding(container('d')), STRATEGIC);
    await ask('PATCH', `${at}/p/ephemeralcontainers`, holding(), MERGE);
    await ask('PATCH', `${at}/p/ephemeralcontainers`, holding(container('e')), MERGE);
    await ask('PATCH', `${at}/p/ephemeralcontainers`, holding(container('d', { image: 'other:1' })), STRATEGIC);
    await ask('PATCH', `${at}/p`, { metadata: { labels: { a: 'b' } } }, MERGE);
  }),
  ephemeral.refuses('takes none by another way', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await ask('POST', at, pod('q', { ephemeralContainers: [container('d')] }));
    await quietly('POST', at, pod('p'));
    await ask('PATCH', `${at}/p`, holding(container('d')), STRATEGIC);
  }),
  ephemeral.refuses('holds them to what the namespace asks of pods', async (session) => {
    const { namespace, ask, quietly } = session;
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p'));
    await underPodSecurity(session, { enforce: 'baseline' });
    await ask('PATCH', `${at}/p/ephemeralcontainers`, holding(container('d', { securityContext: { privileged: true } })), STRATEGIC);
    await ask('PATCH', `${at}/p/ephemeralcontainers`, holding(container('d')), STRATEGIC);
  }),
];
