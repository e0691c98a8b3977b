/** Every answer that is a no: its status, and the line that goes with it where the place gives no better one. */
export const REFUSALS = {
  'bad-request': [400, 'Bad request'],
  'unknown-good': [400, 'item: is not made here'],
  'cross-site': [403, 'A web page cannot trade here: send the request without Origin, and not from another site'],
  'not-found': [404, 'Not found'],
  'never-seen': [404, 'This key was never seen'],
  'not-allowed': [405, 'Method not allowed'],
  'not-enough': [409, 'Not enough inventory'],
  closing: [409, 'The shop is closing'],
  cancelled: [409, 'This purchase was cancelled'],
  forgotten: [410, 'Keys as old as this one are no longer kept'],
  'too-large': [413, 'The body is longer than 16 KB'],
  'not-json': [415, 'Content-Type: give application/json'],
  'other-books': [421, 'These are not the books that were meant'],
  'another-order': [422, 'Idempotency-Key: was used for another purchase'],
  failed: [500, 'The shop failed'],
  'not-ready': [503, 'Not ready'],
  full: [503, 'The books have no room'],
  busy: [503, 'Too many different pages are asked for at once'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;
export type RefusalCode = keyof typeof REFUSALS;

/** Thrown where a request turns out to be wrong, with the line that names the fault. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string = REFUSALS[code][1]) {
    super(message);
    this.code = code;
  }
}
