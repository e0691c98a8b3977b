import type { JsonObject } from '../../../../ground/json/json.ts';
import { internalError, StatusError, type FailureStatus } from '../../contracts/status-error.ts';

/** An answer that is complete before its first byte is sent. */
export interface Answer {
  readonly code: number;
  readonly text: string;
  /** In place of the text, where it is not text. */
  readonly bytes?: Uint8Array;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer is on its way already, or never will be. */
export const ON_ITS_WAY = Symbol('on its way');

export type Answered = Answer | typeof ON_ITS_WAY;

export const isAnswer = (value: object): value is Answer => 'contentType' in value;

export const jsonAnswer = (code: number, text: string): Answer => ({ code, text, contentType: 'application/json' });

export const objectAnswer = (code: number, object: JsonObject): Answer => jsonAnswer(code, JSON.stringify(object));

export const plainAnswer = (code: number, text: string): Answer => ({
  code,
  text,
  contentType: 'text/plain; charset=utf-8',
  headers: { 'x-content-type-options': 'nosniff' },
});

export const notFoundPage = (): Answer => plainAnswer(404, '404 page not found\n');

export function failureAnswer(status: FailureStatus): Answer {
  const { retryAfterSeconds } = status.details ?? {};
  return {
    ...objectAnswer(status.code, status),
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  };
}

/** What a client reads of an error: its Status, or that this server has a defect. */
export function errorAnswer(error: unknown, report: (error: unknown) => void): Answer {
  if (error instanceof StatusError) return failureAnswer(error.status);
  if (error instanceof URIError) return plainAnswer(400, '400 Bad Request: the path is not well encoded\n');
  report(error);
  return failureAnswer(internalError(error instanceof Error ? error.message : String(error)).status);
}
