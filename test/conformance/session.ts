import type { ApiClient, ClientRequest, ClientReply, WatchLine } from '../local/api-server/api-client.ts';

/** What was asked, and what came back: one entry of a transcript. */
export type Exchange =
  | { readonly request: string; readonly code: number; readonly warnings?: string; readonly body: unknown }
  | { readonly note: string; readonly value: unknown }
  | { readonly watch: string; readonly events: readonly unknown[] };

/** A watch that was opened before something happened. */
interface Watching {
  /** Waits for so many events, writes them into the transcript, and ends the watch. */
  take(count: number): Promise<readonly WatchLine[]>;
}

/** One case's talk with a server: everything that is said is compared. */
export interface Session {
  /** A namespace of the case's own. */
  readonly namespace: string;
  ask(method: string, path: string, body?: unknown, ask?: Omit<ClientRequest, 'body'>): Promise<ClientReply>;
  /** Asks without a word in the transcript: to prepare, or to find something out. */
  quietly(method: string, path: string, body?: unknown, ask?: Omit<ClientRequest, 'body'>): Promise<ClientReply>;
  watch(path: string, options?: ClientRequest): Promise<Watching>;
  /** Compares a fact that was drawn from an answer, where the whole answer is not meant. */
  note(what: string, value: unknown): void;
}

export interface Recording {
  readonly session: Session;
  readonly exchanges: Exchange[];
}

const shown = ({ body, text }: ClientReply): unknown => (text.startsWith('{') && Object.keys(body).length > 0 ? body : text);

function watching(stream: AsyncGenerator<WatchLine>, path: string, exchanges: Exchange[]): Watching {
  return {
    async take(count) {
      const events: WatchLine[] = [];
      for await (const event of stream) {
        if (isPunctual(event)) continue;
        events.push(event);
        if (events.length === count) break;
      }
      exchanges.push({ watch: path, events });
      return events;
    },
  };
}

/** A bookmark that ends no list comes when its time has come, whatever else happens. */
function isPunctual({ type, object }: WatchLine): boolean {
  return type === 'BOOKMARK' && object.metadata?.annotations?.['k8s.io/initial-events-end'] === undefined;
}

export async function record(api: ApiClient, namespace: string): Promise<Recording> {
  const exchanges: Exchange[] = [];
  const quietly: Session['quietly'] = (method, path, body, ask = {}) =>
    api.ask(method, path, { ...ask, ...(body === undefined ? {} : { body }) });
  await quietly('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  return {
    exchanges,
    session: {
      namespace,
      quietly,
      async ask(method, path, body, ask) {
        const reply = await quietly(method, path, body, ask);
        const warnings = (reply.headers as Record<string, string>)['warning'];
        exchanges.push({
          request: `${method} ${path}`,
          code: reply.code,
          ...(warnings === undefined ? {} : { warnings }),
          body: shown(reply),
        });
        return reply;
      },
      note: (note, value) => void exchanges.push({ note, value }),
      async watch(path, options = {}) {
        return watching(await api.watch(path, options), path, exchanges);
      },
    },
  };
}
