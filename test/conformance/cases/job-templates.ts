import { casesOf, type Case } from '../case.ts';
import { MERGE, namespaced } from '../objects.ts';
import type { Session } from '../session.ts';

const jobs = casesOf('templates of Jobs');

const BATCH = 'apis/batch/v1';
const container = { name: 'c', image: 'civ8s:1' };
const pods = { restartPolicy: 'Never', containers: [container] };
const template = { metadata: { labels: { a: 'b' } }, spec: pods };
const affinityTo = (values: readonly string[]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'k', operator: 'In', values }] }] },
  },
});
const apart = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { a: 'b' } } }],
  },
};

/** Where pods may be put, and what they ask for. */
const PLACES: readonly object[] = [
  { spec: { nodeSelector: { disk: 'fast' } } },
  { spec: { tolerations: [{ key: 'k', operator: 'Exists' }] } },
  { spec: { affinity: affinityTo(['x', 'y']) } },
  { spec: { schedulingGates: [{ name: 'example.com/gate' }] } },
  { metadata: { labels: { more: 'x' }, annotations: { n: 'm' } } },
];
const RESOURCES = { spec: { containers: [{ ...container, resources: { requests: { cpu: '2' }, limits: { memory: '1Gi' } } }] } };
const OTHERS: readonly object[] = [
  { spec: { containers: [{ ...container, image: 'civ8s:2' }] } },
  { spec: { affinity: apart } },
  { spec: { terminationGracePeriodSeconds: 5 } },
];

/** A Job as it is at first, and changes of its template, of which none is kept. Of a refusal, which shows all of it, the head is noted. */
async function changes(session: Session, spec: object, status: object | undefined, ...changed: readonly object[]): Promise<void> {
  const { namespace, quietly, note } = session;
  const at = namespaced(namespace, 'jobs', BATCH);
  await quietly('POST', at, { metadata: { name: 'j' }, spec: { template, ...spec } });
  if (status) await quietly('PATCH', `${at}/j/status`, { status }, MERGE);
  for (const change of changed) {
    const { code, body } = await quietly('PATCH', `${at}/j?dryRun=All`, { spec: { template: change } }, MERGE);
    const { generation } = (body['metadata'] ?? {}) as { readonly generation?: number };
    const { causes } = (body['details'] ?? {}) as { readonly causes?: readonly { readonly field: string; readonly message: string }[] };
    const told = causes?.map(({ field, message }) => `${field}: ${message.replace(/ [{(&].*: /s, ' … ')}`);
    note(JSON.stringify(change), { code, generation, causes: told });
  }
}

export const jobTemplateCases: readonly Case[] = [
  jobs.succeeds('lets a Job that has not begun, and is suspended, be put elsewhere', async (session) => {
    await changes(session, { suspend: true }, undefined, ...PLACES, RESOURCES);
  }),
  jobs.succeeds('lets one be put elsewhere that is suspended again, when its pods are gone', async (session) => {
    const status = { startTime: '2030-01-01T12:00:00Z', conditions: [{ type: 'Suspended', status: 'True' }] };
    await changes(session, { suspend: true }, status, ...PLACES, RESOURCES);
  }),
  jobs.refuses('refuses that while it runs, or still has pods', async (session) => {
    await changes(session, {}, undefined, ...PLACES, RESOURCES);
  }),
  jobs.refuses('refuses that while a suspended Job still has pods', async (session) => {
    const status = { startTime: '2030-01-01T12:00:00Z', active: 1, conditions: [{ type: 'Suspended', status: 'True' }] };
    await changes(session, { suspend: true }, status, ...PLACES, RESOURCES);
  }),
  jobs.refuses('refuses any other change of a suspended Job', async (session) => {
    await changes(
      session,
      { suspend: true },
      undefined,
      ...OTHERS,
      ...OTHERS.map((other) => ({ ...other, metadata: { labels: { x: 'y' } } })),
    );
  }),
  jobs.succeeds('gives a template its labels, and a Job without labels those of its template', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'jobs', BATCH);
    await ask('POST', at, { metadata: { name: 'bare' }, spec: { template: { spec: pods } } });
    await ask('POST', at, { metadata: { name: 'labelled' }, spec: { template } });
    await ask('POST', at, { metadata: { name: 'own', labels: { c: 'd' } }, spec: { template } });
    await ask('POST', at, {
      metadata: { name: 'manual' },
      spec: { manualSelector: true, selector: { matchLabels: { a: 'b' } }, template },
    });
  }),
  jobs.succeeds(
    'leaves the pods of a Job that is deleted without a word of them, and warns of that',
    async ({ namespace, ask, quietly }) => {
      const at = namespaced(namespace, 'jobs', BATCH);
      for (const name of ['a', 'b', 'c']) await quietly('POST', at, { metadata: { name, labels: { name } }, spec: { template } });
      await ask('DELETE', `${at}/a?dryRun=All`);
      await ask('DELETE', `${at}/a?dryRun=All&propagationPolicy=Orphan`);
      await ask('DELETE', `${at}/b?propagationPolicy=Background`);
      await ask('DELETE', `${at}?labelSelector=name%3Dc&dryRun=All`);
      const controllers = namespaced(namespace, 'replicationcontrollers');
      await quietly('POST', controllers, {
        metadata: { name: 'r' },
        spec: { replicas: 0, selector: { a: 'b' }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } } },
      });
      await ask('DELETE', `${controllers}/r?dryRun=All`);
    },
  ),
  jobs.refuses('refuses labels and selectors that are not its own', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'jobs', BATCH);
    const labelled = (labels: object) => ({ template: { metadata: { labels }, spec: pods } });
    for (const spec of [
      labelled({ 'job-name': 'other' }),
      labelled({ 'batch.kubernetes.io/controller-uid': 'x', 'controller-uid': 'x' }),
      { selector: { matchLabels: { a: 'b' } }, template },
      { manualSelector: true, template },
      { manualSelector: true, selector: { matchLabels: { a: 'c' } }, template },
      { manualSelector: true, selector: { matchExpressions: [{ key: 'a', operator: 'Near' }] }, template },
    ])
      await ask('POST', `${at}?dryRun=All`, { metadata: { name: 'j' }, spec });
    await quietly('POST', at, { metadata: { name: 'j' }, spec: { suspend: true, template } });
    await ask('PATCH', `${at}/j`, { spec: { template: { metadata: { labels: { 'job-name': null } } } } }, MERGE);
    await ask('PATCH', `${at}/j`, { spec: { parallelism: -1, selector: { matchLabels: { a: 'b' } } } }, MERGE);
  }),
];
