import type { Request, Response } from 'express';

export function refuse(response: Response, status: number, why: string): void {
  response.status(status).setHeader('Cache-Control', 'no-store');
  response.type('text/plain').end(`${why}\n`);
}

/** Does who asks take gzip? */
export const takesGzip = ({ headers }: Request): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(headers['accept-encoding'] ?? '');

export function sendBody(response: Response, type: string, body: Uint8Array | string, zipped: boolean): void {
  response.setHeader('Content-Type', type);
  if (zipped) response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
