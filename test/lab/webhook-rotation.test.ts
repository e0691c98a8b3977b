import { afterEach, describe, expect, it } from '@jest/globals';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { connect } from '../../kube/connect.ts';
import { configMaps, validatingWebhookConfigurations } from '../../kube/objects/built-in.ts';
import { openLab, type OpenLab } from '../../lab/start-lab.ts';
import { objectAt, objectsAt, textAt } from '../../ground/json/read-json.ts';
import { keyOf } from '../../local/api-server/store/store.ts';
import { on } from '../../webhooks/declared.ts';
import { createConditions } from '../../ground/time/condition.ts';

/** Two lives of an authority: made, signing, followed by the next, no longer trusted. */
const ROTATIONS = 6;
/** While each goes on. */
const REQUESTS = 100;
const AT_ONCE = 4;
const LIVES = { authorityMs: 90 * 60_000, servingMs: 30 * 60_000 };
/** Two thirds of an authority's life, and the minute in which all hear of the next. */
const UNTIL_RENEWED = '62m';
const NEVER = new AbortController().signal;

let lab: OpenLab;
afterEach(() => lab.stop());

const keeper: Controller = {
  name: 'keeper',
  summary: 'lets pass what is written',
  flags: {},
  webhooks: { validate: [on(configMaps, ['create'], () => undefined)] },
  setUp({ always }) {
    always('nothing');
    return async () => 'on-change';
  },
};

/** From now on: each authority that signs before all who call have been told to trust it. */
function signersNotTold({ subscribe, collection }: OpenLab['store']): readonly string[] {
  const untold: string[] = [];
  const configurations = collection('validatingwebhookconfigurations.admissionregistration.k8s.io');
  subscribe((change) => {
    const signer = textAt(objectAt(change.object, 'data'), 'signing.crt');
    if (change.collection !== 'secrets' || signer === '') return;
    const [webhook] = objectsAt(configurations.get(keyOf(undefined, 'keeper-webhooks')), 'webhooks');
    const told = Buffer.from(textAt(objectAt(webhook, 'clientConfig'), 'caBundle'), 'base64').toString();
    if (!told.includes(Buffer.from(signer, 'base64').toString())) untold.push(signer);
  });
  return untold;
}

describe('the authority of webhooks', () => {
  it('is renewed again and again while requests go on, and none of them is refused', async () => {
    lab = await openLab();
    for (const _ of [1, 2]) await lab.run(keeper, { webhookLives: LIVES });
    await lab.quiet();
    // A client of its own, which the lab does not wait for; what is not stored keeps no process from being at rest.
    const { client, close } = await connect({ env: {}, kubeconfig: lab.kubeconfig });
    const [over, answers] = [new AbortController(), createConditions()];
    const refused: unknown[] = [];
    let answered = 0;
    const asking = Array.from({ length: AT_ONCE }, async () => {
      while (!over.signal.aborted) {
        const map = { metadata: { namespace: 'default', name: 'a' } };
        await client.create(configMaps, map, { dryRun: true }).catch((error: unknown) => void refused.push(error));
        answered += 1;
        answers.changed();
      }
    });
    const untold = signersNotTold(lab.store);
    const bundles = new Set<string | undefined>();
    for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
      const enough = answered + REQUESTS;
      await lab.pass(UNTIL_RENEWED);
      const { webhooks } = await lab.client.get(validatingWebhookConfigurations, { name: 'keeper-webhooks' });
      bundles.add(webhooks?.[0]?.clientConfig.caBundle);
      await answers.when(() => answered >= enough, NEVER);
    }
    over.abort();
    await Promise.all(asking);
    await close();
    expect([refused, bundles.size, untold]).toEqual([[], ROTATIONS, []]);
  });
});
