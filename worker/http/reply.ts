import type { IncomingMessage, ServerResponse } from 'node:http';
import { BooksError } from '../books/books-error.ts';
import { isDefinite, type SaleReply } from '../trade/sale.ts';
import { answer, refuse } from './answer.ts';
import { signature, type Face } from './face.ts';
import { REFUSALS, RequestError, type RefusalCode } from './refusals.ts';
import { meantBooks } from './trade-request.ts';

/** How each answer begins: it says who answers. Throws where somebody else was meant. */
export function greet(face: Face, request: IncomingMessage, response: ServerResponse): void {
  const { books, closing } = face;
  for (const [name, value] of Object.entries(signature(face))) response.setHeader(name, value);
  if (closing()) response.setHeader('Connection', 'close');
  const meant = meantBooks(request);
  if (meant !== undefined && meant !== books.id) throw new RequestError('other-books');
}

export function reply(face: Face, response: ServerResponse, { ...said }: SaleReply, key: string): void {
  // The buyer takes no other answer for the end of its purchase.
  if (isDefinite(said)) response.setHeader('Civ-Key', key);
  if (said.is === 'sold') return answer(response, 200, { sold: said.sold });
  if (response.req.method === 'GET' && said.refusal !== 'forgotten' && said.refusal !== 'never-seen') {
    // The question is answered, though what it tells of is a refusal.
    return answer(response, 200, { sold: 0, error: REFUSALS[said.refusal][1], code: said.refusal });
  }
  if (said.refusal === 'forgotten')
    response.setHeader(
      'Civ-Kept-Since',
      face.books.read((reading) => reading.forgotten()),
    );
  return no(face, response, said.refusal);
}

export function no({ announce }: Face, response: ServerResponse, code: RefusalCode, error: string = REFUSALS[code][1]): void {
  if (REFUSALS[code][0] === 503) response.setHeader('Retry-After', 1);
  announce({ is: 'refused', code, error });
  refuse(response, code, error);
}

/** The one place where a fault becomes an answer. */
export function fail(face: Face, error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  // What is left of a body is not worth reading.
  const hasBody = (request.headers['content-length'] ?? request.headers['transfer-encoding']) !== undefined;
  if (hasBody && !request.complete) response.setHeader('Connection', 'close');
  if (error instanceof RequestError) return no(face, response, error.code, error.message);
  if (BooksError.is(error, 'full')) return no(face, response, 'full', error.message);
  if (statusOf(error) === 400) return no(face, response, 'bad-request', 'the address is not well formed');
  face.announce({ is: 'failed', what: 'request', error });
  return no(face, response, 'failed');
}

const statusOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined);
