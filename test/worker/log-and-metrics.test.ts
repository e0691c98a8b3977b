import { describe, expect, it } from '@jest/globals';
import { openBooks } from '../../worker/books/books.ts';
import { createWorkerLog, logHappenings } from '../../worker/log.ts';
import { createWorkerMetrics } from '../../worker/metrics.ts';

const refusal = { is: 'refused', code: 'not-enough', error: 'Not enough inventory' } as const;

describe('the log', () => {
  const logAt = (level: 'info' | 'debug') => {
    const lines: unknown[] = [];
    const time = { now: 0 };
    const announce = logHappenings(
      createWorkerLog(level, 'wood-1', (line) => lines.push({ ...(JSON.parse(line) as object), time: undefined })),
      () => time.now,
    );
    return { lines, time, announce };
  };

  it('says at info what is refused, once a minute, and how often', () => {
    const { lines, time, announce } = logAt('info');
    for (const now of [0, 1, 2, 59_999, 60_000]) {
      time.now = now;
      announce(refusal);
    }
    const line = { level: 'info', shop: 'wood-1', code: 'not-enough', why: 'Not enough inventory', message: 'refuses' };
    expect(lines).toEqual([
      { ...line, times: 1 },
      { ...line, times: 4 },
    ]);
  });

  it('tells of every trade at debug, and of none at info', () => {
    const sold = { is: 'sold', good: 'wood', sold: 2, buyer: 'b', ms: 1 } as const;
    const [info, debug] = [logAt('info'), logAt('debug')];
    for (const { announce } of [info, debug]) {
      announce(sold);
      announce({ is: 'bought', good: 'stone', bought: 3, store: 'http://s', key: 'k' });
    }
    expect(info.lines).toEqual([]);
    expect(debug.lines).toEqual([
      { level: 'debug', shop: 'wood-1', good: 'wood', count: 2, buyer: 'b', message: 'sold' },
      { level: 'debug', shop: 'wood-1', good: 'stone', count: 3, store: 'http://s', key: 'k', message: 'bought' },
    ]);
  });

  it('says at info why it cannot buy, once a minute and store', () => {
    const { lines, time, announce } = logAt('info');
    const why = 'GET http://stoneworker/inventory: connect ECONNREFUSED 10.96.0.7:80';
    for (const now of [0, 1, 60_000]) {
      time.now = now;
      announce({ is: 'not-bought', good: 'stone', store: 'http://stoneworker', why });
    }
    const line = { level: 'info', shop: 'wood-1', good: 'stone', store: 'http://stoneworker', why, message: 'cannot buy' };
    expect(lines).toEqual([
      { ...line, times: 1 },
      { ...line, times: 2 },
    ]);
  });

  it('says what a shop waits for', () => {
    const { lines, announce } = logAt('info');
    announce({ is: 'turn', good: 'iron', outcome: 'waits', missing: [{ product: 'stone', store: 'http://stoneworker', amount: 2 }] });
    expect(lines).toEqual([{ level: 'info', shop: 'wood-1', good: 'iron', for: '2 stone from stoneworker', times: 1, message: 'waits' }]);
  });
});

describe('the metrics', () => {
  it('show the books, and what is refused, waited for and signed', async () => {
    const books = openBooks();
    const metrics = createWorkerMetrics(books, '1.2.3');
    await books.commit((ledger) => {
      ledger.move('wood', { produced: 10, sold: 4 });
      ledger.intend({
        key: 'k',
        good: 'stone',
        quantity: 3,
        store: 'http://s',
        seller: null,
        address: null,
        asked: null,
        placed: 0,
        doubt: 'foreign',
      });
    });
    metrics.announce(refusal);
    metrics.announce({ is: 'asked', good: 'wood', units: 3 });
    metrics.announce({ is: 'asked', good: 'wood', units: 2 });
    metrics.announce({ is: 'signed', outcome: 'written' });
    metrics.announce({ is: 'sold', good: 'wood', sold: 4, buyer: null, ms: 3 });
    metrics.announce({
      is: 'turn',
      good: 'iron',
      outcome: 'waits',
      missing: [{ product: 'stone', store: 'http://stoneworker.kingdom-of-b', amount: 2 }],
    });
    await metrics.page();
    const { contentType, bytes } = await metrics.page();
    const text = bytes.toString();
    expect(contentType).toMatch(/^text\/plain/);
    for (const line of [
      `civ_build_info{version="1.2.3",node="${process.version}"} 1`,
      'civ_goods_produced_total{good="wood"} 10',
      'civ_goods_sold_total{good="wood"} 4',
      'civ_stock{good="wood"} 6',
      'civ_goods_in_doubt{good="stone"} 3',
      'civ_sales_refused_total{reason="not-enough"} 1',
      'civ_goods_asked_total{good="wood"} 5',
      'civ_signs_total{outcome="written"} 1',
      'civ_turns_total{good="iron",outcome="waits"} 1',
      'civ_turns_waiting_total{good="iron",input="stone",shop="stoneworker"} 1',
      'civ_sale_duration_seconds_bucket{le="0.005"} 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    books.close();
  });
});
