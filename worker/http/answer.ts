import type { ServerResponse } from 'node:http';
import { REFUSALS, type RefusalCode } from './refusals.ts';

/** Answers in JSON; without a body, an empty 200. One write: this is the way that every sale takes. */
export function answer(response: ServerResponse, status: number, body?: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  if (body !== undefined) response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.statusCode = status;
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

export function refuse(response: ServerResponse, code: RefusalCode, error: string = REFUSALS[code][1], more: object = {}): void {
  answer(response, REFUSALS[code][0], { error, code, ...more });
}
