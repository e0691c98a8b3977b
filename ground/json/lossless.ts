/**
 * A number that a JavaScript number would not write as it was written: JSON.stringify writes it as it was. To everything else
 * it is an object, so ask `isWrittenNumber` before you walk into one.
 */
export interface WrittenNumber {
  readonly rawJSON: string;
}

/** In every engine that this runs on, and not yet in TypeScript's library. */
const engine = JSON as unknown as {
  rawJSON(source: string): WrittenNumber;
  isRawJSON(value: unknown): value is WrittenNumber;
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
};

export const isWrittenNumber = (value: unknown): value is WrittenNumber => engine.isRawJSON(value);

/**
 * Where a number stands that may not survive: too long, with a fraction or an exponent, or minus zero. Text in quotes may look
 * the same, which only costs time.
 */
const PERILOUS = /(?:^|"\s*:|[,[])\s*(?:-0|-?(?:\d{16,}|\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+))\s*(?:[,}\]]|$)/;

/** JSON.parse, but numbers stay as they were written: 9007199254740993, 1.0. As fast as JSON.parse where the text has none of these. */
export function parseLossless(text: string): unknown {
  if (!PERILOUS.test(text)) return JSON.parse(text);
  return engine.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== JSON.stringify(value) ? engine.rawJSON(source) : value,
  );
}
