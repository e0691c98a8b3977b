import type { Direction } from '../../model/directions.ts';
import { openBooks, type Books } from '../../worker/books/books.ts';
import { openMemory, type Memory, type MemoryOptions } from '../../worker/books/memory.ts';
import type { WorkerEvent } from '../../worker/chronicle.ts';
import { signature } from '../../worker/http/face.ts';
import { listen } from '../../worker/http/listen.ts';
import { createListener } from '../../worker/http/listener.ts';
import type { RenderedPage } from '../../worker/http/shared-page.ts';
import type { ClosingWorker } from '../../worker/trade/buyer.ts';
import { createSeller } from '../../worker/trade/seller.ts';

export const wood = (unlike: Partial<Direction> = {}): Direction => ({ product: 'wood', amount: 10, minimum: 1, interval: 5, ...unlike });

export interface TestShop {
  readonly url: string;
  readonly books: Books;
  readonly memory: Memory;
  readonly told: WorkerEvent[];
  closing: boolean;
  /** Who has asked this shop to come for its stock. */
  readonly inherits: ClosingWorker[];
  /** The books that this shop has asked to come for its own. */
  readonly heirs: Set<string>;
  /** Puts goods on the shelf. */
  hold(good: string, count: number): Promise<void>;
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  stop(): Promise<void>;
}

/** The HTTP face of a shop on loopback, without production: what is on its shelf a test puts there. */
export async function openShop({
  directions = [wood()],
  folder,
  memory: bounds,
  patienceMs,
  onRead = () => undefined,
  metrics = () => Promise.resolve({ contentType: 'text/plain', bytes: Buffer.from('goods 1\n') }),
}: {
  directions?: readonly Direction[];
  folder?: string;
  memory?: MemoryOptions;
  patienceMs?: number;
  /** Called at each look into the books. */
  onRead?: () => void;
  metrics?: () => Promise<RenderedPage>;
} = {}): Promise<TestShop> {
  const kept = openBooks({ folder });
  const books: Books = {
    ...kept,
    read(look) {
      onRead();
      return kept.read(look);
    },
  };
  const memory = openMemory(books, bounds);
  const told: WorkerEvent[] = [];
  const heirs = new Set<string>();
  let address = '';
  const face = {
    books,
    memory,
    directions,
    seller: createSeller({
      books,
      memory,
      directions,
      closing: () => shop.closing,
      heirs,
      announce: (happening) => void told.push(happening),
    }),
    closing: () => shop.closing,
    pod: () => `woodworker-1@${address}`,
    metrics,
    reach: 'loopback' as const,
    inherit: (from: ClosingWorker) => {
      shop.inherits.push(from);
      return Promise.resolve();
    },
    announce: (happening: WorkerEvent) => void told.push(happening),
  };
  const listening = await listen(createListener(face), { headers: () => signature(face), port: 0, host: '127.0.0.1', patienceMs });
  address = `127.0.0.1:${listening.port}`;
  const url = `http://${address}`;
  const shop: TestShop = {
    url,
    books,
    memory,
    told,
    closing: false,
    inherits: [],
    heirs,
    hold: (good, count) => books.commit((ledger) => ledger.move(good, { produced: count })),
    post: (body, headers) =>
      fetch(`${url}/sell`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async stop() {
      await listening.close(0);
      books.close();
    },
  };
  return shop;
}
