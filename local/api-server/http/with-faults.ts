import type { ServerResponse } from 'node:http';
import type { Fault } from '../faults/faults.ts';
import type { Switchboard } from '../faults/switchboard.ts';
import { failureAnswer, ON_ITS_WAY, type Answer, type Answered } from './present/answer.ts';
import type { Located } from './understand/locate.ts';

/** Does what `answer` does, and what the switchboard makes go wrong before it and after it. */
export async function withFaults(
  switchboard: Switchboard,
  { response, moment }: Located,
  answer: () => Promise<Answered>,
): Promise<Answered> {
  const before = switchboard.idle ? undefined : suffer(response, await switchboard.decide(moment));
  const outcome = before ?? (await answer());
  if (outcome === ON_ITS_WAY || response.headersSent || response.destroyed || switchboard.idle) return outcome;
  return suffer(response, await switchboard.decide({ ...moment, at: 'answer' }), outcome) ?? outcome;
}

/** What becomes of a request by a fault; undefined where the fault wants nothing. */
function suffer(response: ServerResponse, fault: Fault, answer?: Answer): Answered | undefined {
  switch (fault.do) {
    case 'fail':
      return failureAnswer(fault.status);
    case 'half': {
      const text = answer?.text ?? '';
      response.writeHead(answer?.code ?? 200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) + 1 });
      response.write(text.slice(0, text.length >>> 1), () => response.socket?.destroySoon());
      return ON_ITS_WAY;
    }
    case 'drop':
      response.socket?.destroy();
      return ON_ITS_WAY;
    case 'pass':
    case 'lose':
    case 'repeat':
    case 'end':
      return undefined;
  }
}
