import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueServer } from '../../ground/certificates/certificate.ts';
import { until } from '../until.ts';
import type { Session } from './session.ts';

type Fields = Readonly<Record<string, unknown>>;

export const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';

/** What a webhook was asked, as far as a test looks at it. */
interface Review extends Fields {
  readonly request: Fields & { readonly uid: string; readonly operation: string };
}

/** The answer to one review: a response, or something else in place of it. */
export type HookAnswer = (
  review: Review,
) => { readonly response: Fields } | { readonly body: Fields } | { readonly code: number; readonly text: string } | 'hang up' | 'never';

export const allow =
  (fields: Fields = {}): HookAnswer =>
  () => ({ response: { allowed: true, ...fields } });
export const deny =
  (status?: Fields, fields: Fields = {}): HookAnswer =>
  () => ({ response: { allowed: false, status, ...fields } });
export const patched = (...operations: readonly Fields[]): HookAnswer =>
  allow({ patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') });

/** A webhook of a case: what of a configuration's entry matters, and how it answers. */
export interface CaseHook {
  readonly name?: string;
  readonly answer?: HookAnswer;
  readonly fields?: Fields;
  /** In place of the test's own server. */
  readonly clientConfig?: Fields;
  readonly rule?: Fields;
}

const PROBE = 'probe-of-the-webhook';
const ON_MAPS = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] };

/** An entry of a configuration; `clientConfig` is that of the server. */
export const entry = (name: string, clientConfig: Fields, { rule = {}, fields = {} }: CaseHook = {}): Fields => ({
  name,
  clientConfig,
  rules: [{ ...ON_MAPS, ...rule }],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  ...fields,
});

/** Whom a webhook's `caBundle` trusts, for `caBundle` to name: the authority of its server, others, or that among others. */
type Bundles = Readonly<Record<'another' | 'namesake' | 'own' | 'several', string>>;

/** A server that answers reviews by their path, and keeps them. */
interface HookServer {
  readonly port: number;
  readonly bundles: Bundles;
  readonly seen: Review[];
  close(): Promise<void>;
}

const HOSTS = ['127.0.0.1'];
const AUTHORITY = 'ca-of-the-case';

function bundlesOf(own: string): Bundles {
  const [another, namesake] = ['ca-of-another', AUTHORITY].map((name) => createAuthority(name, Date.now()).certificate);
  const bundle = (...certificates: readonly unknown[]) => Buffer.from(certificates.join('')).toString('base64');
  return { own: bundle(own), another: bundle(another), namesake: bundle(namesake), several: bundle(another, namesake, own) };
}

async function listening(answers: ReadonlyMap<string, HookAnswer>): Promise<HookServer> {
  const authority = createAuthority(AUTHORITY, Date.now());
  const { certificate, key } = issueServer(authority, HOSTS, Date.now());
  const seen: Review[] = [];
  const server: Server = createServer({ cert: certificate, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url?.split('?')[0] ?? '';
      const review = JSON.parse(Buffer.concat(chunks).toString()) as Review;
      if (path !== `/${PROBE}` && !isProbe(review)) seen.push(withoutUserId(review));
      const said = answers.get(path)?.(review) ?? { code: 404, text: 'nothing here' };
      if (said === 'never') return;
      if (said === 'hang up') return void request.socket.destroy();
      if ('text' in said) return void response.writeHead(said.code, { 'content-type': 'application/json' }).end(said.text);
      const { apiVersion, kind } = review;
      const body = 'body' in said ? said.body : { apiVersion, kind, response: { uid: review.request.uid, ...said.response } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    bundles: bundlesOf(authority.certificate),
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Who somebody is has no uid in common on two servers. */
function withoutUserId({ request, ...review }: Review): Review {
  const { uid: _, ...userInfo } = request['userInfo'] as Fields;
  return { ...review, request: { ...request, userInfo } };
}

const isProbe = ({ request }: Review): boolean => request['name'] === PROBE;

/** What a case is told of its webhooks. */
export interface Talk {
  /** The reviews so far, in the order in which they came. */
  readonly seen: readonly Review[];
}

/**
 * Installs webhooks that mean the namespace of the case, and one more that refuses a probe; waits until that one does, since a real
 * server takes a moment. All is taken away again when the talk is over.
 */
export async function underWebhooks(
  session: Session,
  kind: 'Mutating' | 'Validating',
  hooks: readonly CaseHook[],
  talk: (talk: Talk) => Promise<void>,
): Promise<void> {
  const { namespace, quietly } = session;
  const paths = hooks.map((_, at) => `/hook-${at}`);
  const server = await listening(
    new Map([...hooks.map(({ answer = allow() }, at): [string, HookAnswer] => [paths[at] ?? '', answer]), [`/${PROBE}`, deny()]]),
  );
  const at = (path: string) => ({ url: `https://127.0.0.1:${server.port}${path}`, caBundle: server.bundles.own });
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  const shown = hooks.map((hook, index) => {
    const { name = `hook-${index}.example.com`, clientConfig } = hook;
    const where = clientConfig === undefined ? at(paths[index] ?? '') : ofServer(clientConfig, server);
    return { namespaceSelector, ...entry(name, where, hook) };
  });
  const labelled = { objectSelector: { matchLabels: { [PROBE]: '' } }, namespaceSelector };
  const probe = entry('probe.example.com', at(`/${PROBE}`), { fields: labelled });
  const collection = `${REGISTRATION}/${kind.toLowerCase()}webhookconfigurations`;
  const name = `hooks-of-${namespace}`;
  const object = { apiVersion: 'admissionregistration.k8s.io/v1', kind: `${kind}WebhookConfiguration`, metadata: { name } };
  try {
    const made = await quietly('POST', collection, { ...object, webhooks: [probe, ...shown] });
    if (made.code !== 201) throw new Error(`POST ${collection} is answered ${made.code}: ${made.text}`);
    const map = { metadata: { name: PROBE, labels: { [PROBE]: '' } } };
    await until(
      `${name} to be in force`,
      async () => (await quietly('POST', `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`, map)).code !== 201,
    );
    server.seen.length = 0;
    await talk(server);
  } finally {
    await quietly('DELETE', `${collection}/${name}`);
    await server.close();
  }
}

/** What a configuration says of the server in words of its own. */
function ofServer({ url, caBundle, ...others }: Fields, { port, bundles }: HookServer): Fields {
  return {
    ...others,
    ...(typeof url === 'string' && { url: url.replace('PORT', String(port)) }),
    ...(typeof caBundle === 'string' && { caBundle: (bundles as Fields)[caBundle] ?? caBundle }),
  };
}
