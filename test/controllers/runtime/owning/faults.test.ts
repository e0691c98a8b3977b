import { expect, it } from '@jest/globals';
import { configMaps, deployments, services } from '../../../../kube/objects/built-in.ts';
import { everyFault } from '../../../../lab/faults/every-fault.ts';
import type { Lab } from '../../../../lab/start-lab.ts';
import { Website, website } from './website.ts';

const HELLO = { namespace: 'shop', name: 'hello' };
const put = (spec: { readonly html: string; readonly bare?: boolean }) => (lab: Lab) => lab.put(Website, { metadata: HELLO, spec });
const deleted = async (lab: Lab) => {
  await lab.client.delete(Website, HELLO);
};
const state = async ({ client }: Lab) => [
  (await client.list(configMaps, { namespace: 'shop' })).items.map(({ data }) => data),
  (await client.list(services, { namespace: 'shop' })).items.map(({ spec }) => spec?.ports),
  (await client.list(deployments, { namespace: 'shop' })).items.map(({ spec }) => spec?.replicas),
  (await client.list(Website)).items.map(({ status }) => [
    status?.readyReplicas,
    status?.conditions?.map(({ type, status: is }) => [type, is]),
  ]),
];

it('an owner comes to the same, whatever goes wrong, also where its clean-up fails three times', async () => {
  let failures = 0;
  const finalize = async (): Promise<void> => {
    if (failures++ < 3) throw new Error('the account cannot be closed yet');
  };
  const created = (lab: Lab) => {
    failures = 0; // each story is told from its beginning
    return put({ html: 'Hello' })(lab);
  };
  const { plans, failed } = await everyFault({
    kinds: [Website],
    workloads: 'ready',
    controllers: website({ finalize }),
    act: [created, put({ html: 'Hello, you', bare: true }), deleted],
    state,
  });
  expect(failed).toEqual([]);
  expect(plans.length).toBeGreaterThan(40);
}, 600_000);
