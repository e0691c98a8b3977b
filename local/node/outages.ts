import { abortOf } from '../../ground/time/abort.ts';
import { parseDuration } from '../../ground/text/duration.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { metadataOf } from '../../kube/objects/resource.ts';
import { nodes } from '../../kube/objects/built-in.ts';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { OUTAGE_ANNOTATION } from '../../model/keys.ts';

/** Takes the API server away; the answer brings it back. */
export type TakeAway = () => Promise<() => Promise<void>>;

const SHORTEST_MS = 1_000;
const LONGEST_MS = 10 * 60_000;
/** So long whoever has asked is still answered. */
const ANSWER_MS = 1_000;
const RETRY_MS = 1_000;

/** An annotation of the node -> the API server is away for so long: a fault on purpose, for who wants to see what goes on without it. */
export const outageController = (nodeName: string, takeAway: TakeAway): Controller => ({
  name: 'outages',
  summary: 'takes the API server away for as long as an annotation of the node asks for',
  flags: {},
  setUp({ follow, recordEvent, beside, clock }) {
    const machines = follow(metadataOf(nodes), { fieldSelector: `metadata.name=${nodeName}`, keys: () => [nodeName] });
    let order = Promise.withResolvers<number>();
    beside(async (stop) => {
      for (;;) {
        const ms = await Promise.race([order.promise, abortOf(stop)]);
        if (ms === undefined) return;
        order = Promise.withResolvers();
        await clock.pause(ANSWER_MS, stop);
        const bringBack = await takeAway();
        await clock.pause(ms, stop);
        await untilBack(bringBack, clock, stop);
      }
    });
    return async (name, { client }) => {
      const machine = machines.get(name);
      const asked = machine?.metadata?.annotations?.[OUTAGE_ANNOTATION];
      if (machine === undefined || asked === undefined) return 'on-change';
      // First, so that the same can be asked for again.
      await client.patch(metadataOf(nodes), { name }, { merge: { metadata: { annotations: { [OUTAGE_ANNOTATION]: null } } } });
      const ms = parseDuration(asked);
      if (ms !== undefined && ms >= SHORTEST_MS && ms <= LONGEST_MS) order.resolve(ms);
      else recordEvent({ resource: nodes, object: machine }, { type: 'Warning', reason: 'OutageRefused', message: refusal(asked) });
      return 'on-change';
    };
  },
});

const refusal = (asked: string): string =>
  `${OUTAGE_ANNOTATION}: "${inOneLine(asked, 40)}" is not a time from 1s to 10m: give one such as 30s`;

/** Its port may be in use for a moment: whoever tries to reach it may be given that very port to come from. */
async function untilBack(bringBack: () => Promise<void>, clock: Clock, stop: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await bringBack();
    } catch (error) {
      if (stop.aborted) throw error;
      await clock.pause(RETRY_MS, stop);
    }
  }
}
