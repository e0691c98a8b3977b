import type { Dispatcher } from 'undici';
import type { WirePieces } from '../../../ground/protobuf/wire.ts';
import { BusError, type BusContext } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { httpAgentOf } from '../http-agent.ts';
import type { Renewed } from '../renewed.ts';
import { connectGrpc, GrpcError, type GrpcConnection } from './grpc.ts';
import { googleTokenOf } from './google-token.ts';

/** Where Pub/Sub is, and who asks it: nobody asks an emulator for rights. */
export interface PubSubServer {
  readonly origin: string;
  readonly token?: Renewed<string>;
  /** Ends what the token is fetched by. */
  close(): Promise<void>;
}

const UNAUTHENTICATED = 16;

export function pubSubServerOf(context: BusContext): PubSubServer {
  const emulator = context.env['PUBSUB_EMULATOR_HOST'] ?? '';
  if (emulator !== '') return { origin: `http://${emulator}`, close: () => Promise.resolve() };
  const dispatcher: Dispatcher = httpAgentOf(context.env);
  return { origin: 'https://pubsub.googleapis.com', token: googleTokenOf(context, dispatcher), close: () => dispatcher.destroy() };
}

/** Calls methods of a service of Pub/Sub: `Publisher/Publish`. */
export interface PubSubClient {
  call(method: string, message: WirePieces, signal?: AbortSignal): Promise<Uint8Array>;
  cut: GrpcConnection['cut'];
}

export async function connectPubSub(
  { origin, token }: PubSubServer,
  lost: (why: string) => void,
  signal: AbortSignal,
): Promise<PubSubClient> {
  const { call, cut } = await connectGrpc(origin, lost, signal);
  return {
    async call(method, message, stop) {
      const authorization = token === undefined ? undefined : `Bearer ${await token.get()}`;
      try {
        return await call({ method: `/google.pubsub.v1.${method}`, message, authorization }, stop);
      } catch (error) {
        if (error instanceof GrpcError && error.code === UNAUTHENTICATED) token?.drop();
        throw error;
      }
    },
    cut,
  };
}

/** `projects/p/topics/t` of `gcppubsub://projects/p/topics/t` or `gcppubsub://p/t`; likewise of subscriptions. */
export function resourceOf(url: URL, collection: 'topics' | 'subscriptions'): string {
  const parts = decodeURIComponent(`${url.host}${url.pathname}`).split('/');
  const isFull = parts.length === 4 && parts[0] === 'projects' && parts[2] === collection;
  const [project = '', name = '', ...rest] = isFull ? [parts[1], parts[3]] : parts;
  if (rest.length > 0 || !/^[a-z][a-z0-9.:-]+$/.test(project) || !/^[A-Za-z][\w.~+%-]{2,254}$/.test(name))
    throw new BusError(`${titleOf(url)} is not one of the ${collection}: give one, gcppubsub://projects/PROJECT/${collection}/NAME`);
  return `projects/${project}/${collection}/${name}`;
}
