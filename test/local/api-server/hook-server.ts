import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueServer } from '../../../ground/certificates/certificate.ts';

interface Asked {
  readonly request: { readonly uid: string; readonly [field: string]: unknown };
}
type Response = Readonly<Record<string, unknown>>;

/** A webhook of a test, on this machine. */
export interface HookServer extends AsyncDisposable {
  readonly port: number;
  /** As `caBundle` takes it. */
  readonly caBundle: string;
  /** Its own certificate, likewise. */
  readonly ownBundle: string;
  /** Which paths were asked for. */
  readonly paths: readonly string[];
}

/** Answers each review as `answer` says, once that has resolved: never, where it does not. */
export async function serveHook(answer: (review: Asked) => Promise<Response> | Response, hosts = ['127.0.0.1']): Promise<HookServer> {
  const authority = createAuthority('ca-of-a-hook', Date.now());
  const { certificate, key } = issueServer(authority, hosts, Date.now());
  const paths: string[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    paths.push(request.url ?? '');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as Asked & { readonly kind: string; readonly apiVersion: string };
      const { kind, apiVersion } = review;
      void (async () => {
        const said = { uid: review.request.uid, ...(await answer(review)) };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ kind, apiVersion, response: said }));
      })();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    caBundle: Buffer.from(authority.certificate).toString('base64'),
    ownBundle: Buffer.from(certificate).toString('base64'),
    paths,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
