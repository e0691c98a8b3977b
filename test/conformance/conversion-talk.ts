import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueServer } from '../../ground/certificates/certificate.ts';
import { until } from '../until.ts';
import { MERGE } from './objects.ts';
import { DEFINITIONS } from './rule-talk.ts';
import type { Session } from './session.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Route extends Fields {
  readonly apiVersion: string;
  readonly metadata: Fields;
  readonly spec?: Fields;
}

interface ConversionAsked {
  readonly uid: string;
  readonly desiredAPIVersion: string;
  readonly objects: readonly Route[];
}

/** What a conversion webhook says: the objects, a whole response, or something else in place of one. */
export type ConversionAnswer = (
  asked: ConversionAsked,
) =>
  | readonly unknown[]
  | { readonly response: Fields }
  | { readonly body: unknown }
  | { readonly code: number; readonly text: string }
  | 'hang up';

/** v1 has `to: host:port`, v2 has host and port; what else one of them has is lost. */
export function convertedRoute(route: Route, apiVersion: string): Route {
  const { spec = {} } = route;
  if (apiVersion === route.apiVersion) return route;
  if (!apiVersion.endsWith('/v2')) {
    const { host, port, second: _, ...others } = spec;
    return { ...route, apiVersion, spec: { ...others, to: `${String(host)}:${String(port)}` } };
  }
  const { to, first: _, ...others } = spec;
  const [host, port] = String(to).split(':');
  return { ...route, apiVersion, spec: { ...others, host, port: Number(port) } };
}

const converts: ConversionAnswer = ({ objects, desiredAPIVersion }) => objects.map((each) => convertedRoute(each, desiredAPIVersion));

/** A case that is about routes in two versions. */
export interface RouteTalk {
  /** Where routes of a version are. */
  readonly at: (version: string) => string;
  readonly route: (version: string, name: string, spec: Fields, more?: Fields) => Fields;
  /** From now on the webhook answers so; without one, as it should. */
  answer(next?: ConversionAnswer): void;
  /** Has the webhook convert from now on. */
  convert(): Promise<void>;
}

export interface RoutesDefined {
  /** In place of the test's own server. */
  readonly clientConfig?: (namespace: string) => Fields;
  readonly reviewVersions?: readonly string[];
  readonly storage?: 'v1' | 'v2';
  /** Nothing converts until `convert` is called. */
  readonly unconverted?: boolean;
}

const TEXT = { type: 'string' };
const SPECS = {
  v1: { to: TEXT, weight: { type: 'integer', default: 1 }, first: { type: 'string', default: 'of v1' } },
  v2: {
    host: TEXT,
    port: { type: 'integer', maximum: 65_535 },
    weight: { type: 'integer', default: 2 },
    second: { type: 'string', default: 'of v2' },
  },
} as const;

function definition(namespace: string, conversion: Fields, storage: string): Fields {
  const group = `${namespace}.example.com`;
  return {
    metadata: { name: `routes.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'routes', kind: 'Route' },
      conversion,
      versions: Object.entries(SPECS).map(([name, properties]) => ({
        name,
        served: true,
        storage: name === storage,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties }, status: { type: 'object', properties: { open: { type: 'boolean' } } } },
          },
        },
      })),
    },
  };
}

/** Defines routes whose versions a webhook of the test converts, and takes them away after the talk. */
export async function underConversion(
  { namespace, quietly }: Session,
  talk: (talk: RouteTalk) => Promise<void>,
  { clientConfig, reviewVersions = ['v1'], storage = 'v1', unconverted = false }: RoutesDefined = {},
): Promise<void> {
  const group = `${namespace}.example.com`;
  let answering = converts;
  await using server = await listening((asked) => answering(asked));
  const own = { url: `https://127.0.0.1:${server.port}/convert`, caBundle: server.ca };
  const at = (version: string) => `/apis/${group}/${version}/namespaces/${namespace}/routes`;
  const webhook = { clientConfig: clientConfig?.(server.ca) ?? own, conversionReviewVersions: reviewVersions };
  const byWebhook = { strategy: 'Webhook', webhook };
  const made = await quietly('POST', DEFINITIONS, definition(namespace, unconverted ? { strategy: 'None' } : byWebhook, storage));
  if (made.code !== 201) throw new Error(`the definition is answered ${made.code}: ${made.text}`);
  const probe = (version: string) => ({ apiVersion: `${group}/${version}`, kind: 'Route', metadata: { name: 'probe' }, spec: {} });
  try {
    await until('routes to be served', async () => (await quietly('POST', `${at(storage)}?dryRun=All`, probe(storage))).code === 201);
    await talk({
      at,
      route: (version, name, spec, more = {}) => ({
        apiVersion: `${group}/${version}`,
        kind: 'Route',
        ...more,
        metadata: { name, ...(more['metadata'] as Fields | undefined) },
        spec,
      }),
      answer: (next = converts) => void (answering = next),
      convert: async () => void (await quietly('PATCH', `${DEFINITIONS}/routes.${group}`, { spec: { conversion: byWebhook } }, MERGE)),
    });
  } finally {
    answering = converts;
    await quietly('DELETE', `${DEFINITIONS}/routes.${group}`);
  }
}

async function listening(answer: ConversionAnswer): Promise<AsyncDisposable & { readonly port: number; readonly ca: string }> {
  const authority = createAuthority('ca-of-the-conversion', Date.now());
  const { certificate, key } = issueServer(authority, ['127.0.0.1'], Date.now());
  const server: Server = createServer({ cert: certificate, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as Fields & { readonly request: ConversionAsked };
      const said = answer(review.request);
      if (said === 'hang up') return void request.socket.destroy();
      if ('text' in said) return void response.writeHead(said.code, { 'content-type': 'application/json' }).end(said.text);
      const whole = Array.isArray(said)
        ? { result: { status: 'Success' }, convertedObjects: said }
        : 'response' in said
          ? said.response
          : {};
      const { apiVersion, kind } = review;
      const body = 'body' in said ? said.body : { apiVersion, kind, response: { uid: review.request.uid, ...whole } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    ca: Buffer.from(authority.certificate).toString('base64'),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
