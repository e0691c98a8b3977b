import { casesOf, type Case } from '../case.ts';
import { APPLY, deployment, MERGE, namespaced } from '../objects.ts';

const scale = casesOf('scale subresource');

const intent = (name: string, spec: object) => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name }, spec });

export const scaleApplyCases: readonly Case[] = [
  scale.succeeds('applies replicas, and knows who owns them', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', `${at}?fieldManager=maker`, deployment('d'));
    await ask('PATCH', `${at}/d/scale?fieldManager=one&force=true`, intent('d', { replicas: 3 }), APPLY);
    await ask('PATCH', `${at}/d/scale?fieldManager=one`, intent('d', { replicas: 3 }), APPLY);
    await ask('GET', `${at}/d`);
    await ask('PATCH', `${at}/d/scale?fieldManager=two`, intent('d', { replicas: 3 }), APPLY);
    await ask('GET', `${at}/d`);
    await ask('PATCH', `${at}/d/scale?fieldManager=one`, intent('d', {}), APPLY);
    await ask('GET', `${at}/d`);
    await ask('PATCH', `${at}/d/scale?fieldManager=three`, { spec: { replicas: 1 } }, MERGE);
    await ask('GET', `${at}/d`);
    await ask('PATCH', `${at}/d/scale?fieldManager=four&dryRun=All&force=true`, intent('d', { replicas: 9 }), APPLY);
  }),
  scale.refuses('refuses to apply what others own, and what is not a scale', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', `${at}?fieldManager=maker`, deployment('d'));
    await ask('PATCH', `${at}/d/scale?fieldManager=one`, intent('d', { replicas: 3 }), APPLY);
    await quietly('PATCH', `${at}/d/scale?fieldManager=two&force=true`, intent('d', { replicas: 3 }), APPLY);
    await ask('PATCH', `${at}/d/scale?fieldManager=one`, intent('d', { replicas: 4 }), APPLY);
    await ask('PATCH', `${at}/d/scale?fieldManager=one`, intent('other', { replicas: 3 }), APPLY);
    await ask('PATCH', `${at}/d/scale`, intent('d', { replicas: 3 }), APPLY);
    await ask('PATCH', `${at}/none/scale?fieldManager=one`, intent('none', { replicas: 3 }), APPLY);
    await ask('PATCH', `${at}/d/scale?fieldManager=one&force=true`, intent('d', { replicas: -1 }), APPLY);
    await ask('PATCH', `${at}/d/scale?fieldManager=one&force=true`, intent('d', { replicas: 1, lost: true }), APPLY);
    await ask('PATCH', `${at}/d/scale?fieldManager=one&force=true`, { ...deployment('d') }, APPLY);
  }),
];
