import { Agent, fetch, type Dispatcher } from 'undici';

/** What an API server is to these tests: its address, and how to be let in. */
export interface ApiServerUnderTest {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

export interface ClientReply {
  readonly code: number;
  readonly headers: Headers | Readonly<Record<string, string>>;
  // A test says what it expects to find, and fails where it does not.
  readonly body: Loose;
  readonly text: string;
  /** As they were sent: of a message. */
  readonly bytes: Uint8Array;
}

interface Loose {
  readonly [field: string]: Loose;
}

/** A field that the test knows to be text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Impersonation {
  readonly user?: string;
  readonly group?: string;
  readonly uid?: string;
  /** By their names as they stand in headers, percent-encoded. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface ClientRequest {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  readonly token?: string;
  readonly userAgent?: string;
  /** Whom the request wants to be taken for. */
  readonly as?: Impersonation;
}

export interface WatchLine {
  readonly type: string;
  readonly object: Loose;
}

export interface ApiClient {
  ask(method: string, path: string, ask?: ClientRequest): Promise<ClientReply>;
  /** Resolves when the server has begun the watch; then its events, until the reader has enough or the server ends it. */
  watch(path: string, options?: ClientRequest & { readonly signal?: AbortSignal }): Promise<AsyncGenerator<WatchLine>>;
  close(): Promise<void>;
}

const bodyOf = (body: unknown): Buffer | string => (typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));

async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
}

const pair = (name: string, value: string): [string, string] => [name, value];
const headersAs = ({ user, group, uid, extra = {} }: Impersonation): [string, string][] => [
  ...Object.entries({ 'impersonate-user': user, 'impersonate-group': group, 'impersonate-uid': uid }).flatMap(([name, value]) =>
    value === undefined ? [] : [pair(name, value)],
  ),
  ...Object.entries(extra).flatMap(([name, values]) => values.map((value) => pair(`impersonate-extra-${name}`, value))),
];

/**
 * Speaks plain HTTP, as any client in any language does; not HTTP/2, where a server that closes one connection for one request fails all
 * that are under way on it.
 */
export function apiClient({ url, ca, token }: ApiServerUnderTest, connections?: number): ApiClient {
  const dispatcher: Dispatcher = new Agent({ allowH2: false, connect: { ca }, ...(connections === undefined ? {} : { connections }) });
  const headersOf = (
    { accept, type = 'application/json', token: other = token, userAgent = 'conformance', as = {} }: ClientRequest,
    hasBody: boolean,
  ): [string, string][] => [
    ...headersAs(as),
    ...(other === '' ? [] : [pair('authorization', `Bearer ${other}`)]),
    ['user-agent', userAgent],
    ['accept', accept ?? 'application/json'],
    ...(hasBody ? [pair('content-type', type)] : []),
  ];
  return {
    async ask(method, path, ask = {}) {
      const response = await fetch(url + path, {
        method,
        dispatcher,
        headers: headersOf(ask, ask.body !== undefined),
        ...(ask.body === undefined ? {} : { body: bodyOf(ask.body) }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      const text = bytes.toString('utf8');
      const isJson = text.startsWith('{') && !text.includes('}\n{'); // else a page, or the lines of a watch
      return {
        code: response.status,
        headers: Object.fromEntries(response.headers),
        text,
        bytes,
        body: (isJson ? JSON.parse(text) : {}) as Loose,
      };
    },
    async watch(path, options = {}) {
      const stop = new AbortController();
      const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
      const response = await fetch(url + path, { dispatcher, headers: headersOf(options, false), signal });
      const { body, status } = response;
      if (status !== 200 || body === null) throw new Error(`the watch was answered ${status}: ${await response.text()}`);
      const chunks = body.values(); // at once: a body that nobody reads ends with its response, when that is collected
      return (async function* events() {
        try {
          for await (const line of lines(chunks)) yield JSON.parse(line) as WatchLine;
        } finally {
          stop.abort();
        }
      })();
    },
    close: () => dispatcher.destroy(),
  };
}
