import { isRecord } from '../../../ground/json/json.ts';

/** What `GET /books` of a worker says: its journal in numbers. */
export interface AuditedBooks {
  readonly id: string;
  readonly pod: string;
  readonly goods: Readonly<Record<string, GoodBooks>>;
  /** By the id of the other books, then by good. */
  readonly with: Readonly<Record<string, Readonly<Record<string, Trade>>>>;
}

interface GoodBooks {
  readonly produced: number;
  readonly bought: number;
  readonly consumed: number;
  readonly sold: number;
  readonly stock: number;
  readonly inDoubt: number;
}

interface Trade {
  /** To them. */
  readonly sold: number;
  /** From them. */
  readonly bought: number;
  /** Of what was asked of them, what is not settled yet. */
  readonly open: number;
}

const NUMBERS = ['produced', 'bought', 'consumed', 'sold', 'stock', 'inDoubt'] as const;
const TRADE_NUMBERS = ['sold', 'bought', 'open'] as const;

/** Reads an answer strictly: books that cannot be read prove nothing. */
export function parseBooks(text: string): AuditedBooks | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data) || data['version'] !== 1 || typeof data['id'] !== 'string' || typeof data['pod'] !== 'string') return undefined;
  const { id, pod, goods, with: others } = data;
  if (!isRecord(goods) || !isRecord(others) || !Object.values(goods).every((good) => hasNumbers(good, NUMBERS))) return undefined;
  if (
    !Object.values(others).every((trades) => isRecord(trades) && Object.values(trades).every((trade) => hasNumbers(trade, TRADE_NUMBERS)))
  )
    return undefined;
  return { id, pod, goods: goods as AuditedBooks['goods'], with: others as AuditedBooks['with'] };
}

const hasNumbers = (value: unknown, names: readonly string[]): boolean =>
  isRecord(value) && names.every((name) => Number.isInteger(value[name]));
