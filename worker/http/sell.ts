import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from './answer.ts';
import { readObject } from './body.ts';
import type { Face } from './face.ts';
import { no, reply } from './reply.ts';
import { askedAt, idempotencyKey, isHeir, readOrder, refuseWebPages } from './trade-request.ts';

const monotonic = (): number => performance.now();

/** `POST /sell` */
export async function sell(face: Face, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { seller, announce, now = monotonic } = face;
  const began = now();
  refuseWebPages(request);
  const key = idempotencyKey(request);
  const asked = askedAt(request);
  const order = readOrder(request, await readObject(request), key !== undefined);
  const sold = (count: number) => announce({ is: 'sold', good: order.good, sold: count, buyer: order.buyer, ms: now() - began });
  if (key === undefined) {
    const outcome = await seller.sellOnce(order);
    if (typeof outcome === 'string') return no(face, response, outcome);
    sold(outcome);
    return answer(response, 200);
  }
  const answered = await seller.sell({ key, asked }, order, isHeir(request));
  if (answered.is === 'sold') sold(answered.sold);
  return reply(face, response, answered, key);
}
