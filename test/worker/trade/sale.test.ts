import { describe, expect, it } from '@jest/globals';
import { step, type KeyEvent, type KeyState, type Order, type Shelf } from '../../../worker/trade/sale.ts';

const order: Order = { buyer: 'b', good: 'wood', quantity: 5, least: null };
const [sale, cancellation, question]: KeyEvent[] = [{ is: 'sale', order }, { is: 'cancellation' }, { is: 'question' }];
const shelf = (unlike: Partial<Shelf> = {}): Shelf => ({ closing: false, stock: 10, minimum: 1, ...unlike });
const [unseen, forgotten, sold, refused, cancelled]: KeyState[] = [
  { is: 'unseen' },
  { is: 'forgotten' },
  { is: 'sold', order, sold: 5 },
  { is: 'refused', order, refusal: 'not-enough' },
  { is: 'cancelled' },
];
const said = (n: number) => ({ reply: { is: 'sold', sold: n } });
const refusal = (why: string) => ({ reply: { is: 'refused', refusal: why } });

describe('a key at the seller', () => {
  it.each([
    ['unseen, sold from the shelf', unseen, sale, { ...said(5), next: sold }],
    ['unseen, and cancelled before it came', unseen, cancellation, { ...said(0), next: cancelled }],
    ['unseen, and asked about', unseen, question, refusal('never-seen')],
    ['sold, and asked for again', sold, sale, said(5)],
    ['sold, and cancelled too late', sold, cancellation, said(5)],
    ['sold, and asked about', sold, question, said(5)],
    ['refused, and asked for again', refused, sale, refusal('not-enough')],
    ['refused, and cancelled', refused, cancellation, said(0)],
    ['refused, and asked about', refused, question, refusal('not-enough')],
    ['cancelled, and arriving late', cancelled, sale, refusal('cancelled')],
    ['cancelled, and cancelled again', cancelled, cancellation, said(0)],
    ['cancelled, and asked about', cancelled, question, refusal('cancelled')],
    ['forgotten, and asked for again', forgotten, sale, refusal('forgotten')],
    ['forgotten, and cancelled', forgotten, cancellation, refusal('forgotten')],
    ['forgotten, and asked about', forgotten, question, refusal('forgotten')],
  ] as const)('%s', (_, state, event, expected) => expect(step(state as KeyState, event as KeyEvent, shelf())).toEqual(expected));

  it.each([
    [{ stock: 5 }, 'not-enough'],
    [{ closing: true }, 'closing'],
  ] as const)('is refused for good where the shelf says %j', (unlike, why) => {
    expect(step({ is: 'unseen' }, { is: 'sale', order }, shelf(unlike))).toEqual({
      ...refusal(why),
      next: { is: 'refused', order, refusal: why },
    });
  });

  it('is refused without a record where the shop does not make the good, closing or not', () => {
    for (const closing of [false, true])
      expect(step({ is: 'unseen' }, { is: 'sale', order }, shelf({ minimum: undefined, closing }))).toEqual(refusal('unknown-good'));
  });

  it('is answered from the record while the shop closes', () => {
    expect(step({ is: 'sold', order, sold: 5 }, { is: 'sale', order }, shelf({ closing: true }))).toEqual(said(5));
  });

  it.each([[{ buyer: 'c' }], [{ good: 'iron' }], [{ quantity: 4 }], [{ least: 1 }]])(
    'belongs to one order, and another with %j is not answered',
    (unlike) => {
      for (const state of [sold, refused])
        expect(step(state as KeyState, { is: 'sale', order: { ...order, ...unlike } }, shelf())).toEqual(refusal('another-order'));
    },
  );
});
