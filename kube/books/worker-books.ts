import { isRecord } from '../../ground/json/json.ts';

/** What `GET /books` of a worker says: its journal in numbers. Names are another's, so they are keys of Maps alone. */
export interface WorkerBooks {
  readonly id: string;
  readonly pod: string;
  readonly goods: ReadonlyMap<string, GoodBooks>;
  /** By the id of the other books, then by good. */
  readonly with: ReadonlyMap<string, ReadonlyMap<string, PartnerTrade>>;
  /** By good: all trade with partners that these books no longer keep apart. */
  readonly others: ReadonlyMap<string, PartnerTrade>;
}

export interface WorkerBooksPage extends WorkerBooks {
  /** How often anything was sold; a worker of before does not say. */
  readonly sales: number | undefined;
  /** What to ask for the next page with; absent on the last. */
  readonly next: string | undefined;
}

export interface GoodBooks {
  readonly produced: number;
  readonly bought: number;
  readonly consumed: number;
  readonly sold: number;
  readonly stock: number;
  readonly inDoubt: number;
}

export interface PartnerTrade {
  /** To them. */
  readonly sold: number;
  /** From them. */
  readonly bought: number;
  /** Of what was asked of them, what is not settled yet. */
  readonly open: number;
}

export const NO_TRADE: PartnerTrade = { sold: 0, bought: 0, open: 0 };

const NUMBERS = ['produced', 'bought', 'consumed', 'sold', 'stock', 'inDoubt'] as const;
const TRADE_NUMBERS = ['sold', 'bought', 'open'] as const;

/** Reads an answer strictly: books that cannot be read prove nothing. */
export function parseBooks(text: string): WorkerBooksPage | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data) || data['version'] !== 1 || typeof data['id'] !== 'string' || typeof data['pod'] !== 'string') return undefined;
  const { id, pod, next, others = {} } = data;
  if (next !== undefined && typeof next !== 'string') return undefined;
  const goods = mapOf(data['goods'], (good) => numbersOf(good, NUMBERS));
  const partners = mapOf(data['with'], (trades) => mapOf(trades, tradeOf));
  const rest = mapOf(others, tradeOf);
  const sales = Number.isSafeInteger(data['sales']) ? Number(data['sales']) : undefined;
  return goods && partners && rest && { id, pod, sales, goods, with: partners, others: rest, next };
}

const tradeOf = (value: unknown): PartnerTrade | undefined => numbersOf(value, TRADE_NUMBERS);

/** What stands under each name, or nothing where any of it cannot be read. */
function mapOf<T>(value: unknown, read: (value: unknown) => T | undefined): ReadonlyMap<string, T> | undefined {
  if (!isRecord(value)) return undefined;
  const map = new Map<string, T>();
  for (const [name, entry] of Object.entries(value)) {
    const found = read(entry);
    if (found === undefined) return undefined;
    map.set(name, found);
  }
  return map;
}

function numbersOf<Name extends string>(value: unknown, names: readonly Name[]): Readonly<Record<Name, number>> | undefined {
  if (!isRecord(value) || !names.every((name) => Number.isSafeInteger(value[name]))) return undefined;
  return Object.fromEntries(names.map((name) => [name, Number(value[name])])) as Record<Name, number>;
}
