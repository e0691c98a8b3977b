import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Books } from './books/books.ts';
import type { Totals } from './books/ledger.ts';
import type { WorkerEvent, Announce } from './chronicle.ts';
import type { RenderedPage } from './http/shared-page.ts';
import { shopOf } from './production/waits.ts';

export interface WorkerMetrics {
  readonly announce: Announce;
  page(): Promise<RenderedPage>;
}

/** What a worker shows to Prometheus. Labels are goods and shops of its directions, and words of its code: a closed set. */
export function createWorkerMetrics(books: Books, version: string): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'civ_build_info', help: 'The release that runs; always 1', labelNames: ['version', 'node'], registers }).set(
    { version, node: process.version },
    1,
  );
  showBooks(books, registry);
  const refused = new Counter({ name: 'civ_sales_refused_total', help: 'Requests refused, by reason', labelNames: ['reason'], registers });
  const asked = new Counter({
    name: 'civ_goods_asked_total',
    help: 'Goods that outsiders, who keep no books, asked for, sold or refused; of a retry under its key once',
    labelNames: ['good'],
    registers,
  });
  const turns = new Counter({
    name: 'civ_turns_total',
    help: 'Turns of directions, by how they went',
    labelNames: ['good', 'outcome'],
    registers,
  });
  const waits = new Counter({
    name: 'civ_turns_waiting_total',
    help: 'Turns that lacked an input, and whose it was to sell',
    labelNames: ['good', 'input', 'shop'],
    registers,
  });
  const signs = new Counter({ name: 'civ_signs_total', help: 'Attempts to write the sign on the pod', labelNames: ['outcome'], registers });
  const sales = new Histogram({
    name: 'civ_sale_duration_seconds',
    help: "From a sale's head to its answer",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const announce = (happening: WorkerEvent) => {
    if (happening.is === 'sold') sales.observe(happening.ms / 1_000);
    if (happening.is === 'asked') asked.inc({ good: happening.good }, happening.units);
    if (happening.is === 'refused') refused.inc({ reason: happening.code });
    if (happening.is === 'signed') signs.inc({ outcome: happening.outcome });
    if (happening.is !== 'turn') return;
    turns.inc({ good: happening.good, outcome: happening.outcome });
    for (const { product, store } of happening.missing ?? []) waits.inc({ good: happening.good, input: product, shop: shopOf(store) });
  };
  return { announce, page: async () => ({ contentType: registry.contentType, bytes: Buffer.from(await registry.metrics()) }) };
}

/** Read when they are asked for: the books themselves are the counters, and outlive the process. */
function showBooks(books: Books, registry: Registry): void {
  const settings = { labelNames: ['good'], registers: [] };
  for (const movement of ['produced', 'bought', 'consumed', 'sold'] as const) {
    const collect = () => {
      counter.reset();
      for (const [good, totals] of goodsOf(books)) counter.inc({ good }, totals[movement]);
    };
    const counter = new Counter({
      ...settings,
      name: `civ_goods_${movement}_total`,
      help: `Goods ${movement} since the books were begun`,
      collect,
    });
    registry.registerMetric(counter);
  }
  const showStock = () => {
    for (const [good, totals] of goodsOf(books)) stock.set({ good }, totals.stock);
  };
  const stock = new Gauge({ ...settings, name: 'civ_stock', help: 'Goods on the shelf', collect: showStock });
  registry.registerMetric(stock);
  const showDoubts = () => {
    doubts.reset();
    for (const [good, quantity] of books.read((reading) => reading.doubts())) doubts.set({ good }, quantity);
  };
  const doubts = new Gauge({
    ...settings,
    name: 'civ_goods_in_doubt',
    help: 'Goods of purchases that nobody answers for',
    collect: showDoubts,
  });
  registry.registerMetric(doubts);
}

const goodsOf = (books: Books): ReadonlyMap<string, Totals> => books.read((reading) => reading.goods());
