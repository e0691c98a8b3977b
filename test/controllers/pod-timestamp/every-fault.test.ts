import { expect, it } from '@jest/globals';
import { podTimestamp } from '../../../controllers/pod-timestamp/pod-timestamp.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import { everyFault } from '../../../lab/faults/every-fault.ts';
import type { Lab } from '../../../lab/start-lab.ts';
import { askingPod } from './asking-pod.ts';

const twoAsk = async (lab: Lab) => {
  for (const name of ['a', 'b']) await lab.put(pods, askingPod(name));
};
const oneGoes = (lab: Lab) => lab.client.delete(pods, { namespace: 'default', name: 'a' }, { gracePeriodSeconds: 0 });
const anotherAsks = (lab: Lab) => lab.put(pods, askingPod('a'));
const state = async ({ client }: Lab) =>
  (await client.list(pods)).items.map(({ metadata }) => [metadata?.name, Object.keys(metadata?.annotations ?? {})]);

it('pod-timestamp stamps each pod once, whatever goes wrong', async () => {
  const { plans, failed } = await everyFault({ controllers: podTimestamp, act: [twoAsk, oneGoes, anotherAsks], state });
  expect(failed).toEqual([]);
  expect(plans.length).toBeGreaterThan(25);
}, 120_000);
