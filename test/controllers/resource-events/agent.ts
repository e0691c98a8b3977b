import { resourceEvents } from '../../../controllers/resource-events/resource-events.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { readBus } from '../../../events/buses/open-bus.ts';
import { decode } from '../../../events/formats/decode.ts';
import type { PublishedObject, ResourceEvent } from '../../../events/formats/resource-event.ts';
import { until } from '../../until.ts';

/** What came over a bus, decoded, from when the reading began. */
export interface EventReading {
  readonly events: readonly ResourceEvent[];
  /** Each event of these resources: `updated a 1 -> 2`; the number is what `data.wood` says. */
  words(kind?: string): readonly string[];
  /** Resolves once an event is there of which this is true. */
  saw(what: string, isIt: (event: ResourceEvent) => boolean): Promise<unknown>;
  stop(): Promise<void>;
}

export function readEvents(url: string, env: Readonly<Record<string, string | undefined>> = {}): EventReading {
  const events: ResourceEvent[] = [];
  const stopping = new AbortController();
  const received = readBus(url, { env, tell: () => {} }, stopping.signal);
  const reading = (async () => {
    for await (const message of received) {
      const event = decode(message);
      if (event.type !== 'unknown') events.push(event);
      await message.ack();
    }
  })();
  return {
    events,
    words: (kind = 'ConfigMap') => events.filter((event) => event.kind === kind).map(inWords),
    saw: (what, isIt) => until(what, () => events.some(isIt)),
    async stop() {
      stopping.abort();
      await reading;
    },
  };
}

const wood = (state: PublishedObject | undefined): string => {
  const data = state?.['data'] as { readonly wood?: string } | undefined;
  return data?.wood ?? '';
};

function inWords(event: ResourceEvent): string {
  switch (event.type) {
    case 'gap':
      return 'gap';
    case 'updated':
      return `updated ${event.name} ${wood(event.then)} -> ${wood(event.now)}`;
    case 'deleted':
      return `deleted ${event.name} ${wood(event.then)}`;
    case 'created':
    case 'listed':
      return `${event.type} ${event.name} ${wood(event.now)}`;
  }
}

/** The agent within this process, by its own command line. */
export interface Agent {
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly string[];
  /** Resolves with the first line of that message. */
  logged(message: string): Promise<Readonly<Record<string, unknown>>>;
  /** A probe's status and text. */
  get(path: string): Promise<readonly [number, string]>;
  /** Resolves when it is ready. */
  ready(): Promise<unknown>;
  /** As a stop signal does. Answers the exit code. */
  stop(): Promise<number>;
  readonly ended: Promise<number>;
}

export interface AgentOptions {
  readonly kubeconfig: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function startAgent({ kubeconfig, args, env = {} }: AgentOptions): Agent {
  const logs: Record<string, unknown>[] = [];
  const errors: string[] = [];
  const stopping = new AbortController();
  const ended = start(resourceEvents, {
    args: [`--kubeconfig=${kubeconfig}`, '--http-addr=127.0.0.1:0', '--kollect-addr=', ...args],
    env,
    stdout: { write: (line) => logs.push(JSON.parse(line) as Record<string, unknown>) },
    stderr: { write: (text) => errors.push(text) },
    stopSignal: () => stopping.signal,
  });
  const logged = (message: string): Promise<Readonly<Record<string, unknown>>> =>
    until(`the log line "${message}"`, () => logs.find((line) => line['message'] === message));
  const get = async (path: string): Promise<readonly [number, string]> => {
    const { port } = await logged('probes and metrics are served');
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
    return [response.status, await response.text()];
  };
  return {
    logs,
    errors,
    logged,
    get,
    ready: () => until('it to be ready', async () => (await get('/readyz'))[0] === 200),
    stop() {
      stopping.abort('SIGTERM');
      return ended;
    },
    ended,
  };
}
