import type { NatsConnection } from '@nats-io/transport-node';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { NatsLibraries } from './connect-nats.ts';

/** To a stream, which acknowledges, or to whoever listens at the time. */
export type StreamMode = 'stream' | 'core';

export interface StreamLookup {
  /** Asked once per connection. Rejects where the server cannot tell: guessing could lose messages, or wait for ever. */
  lookUp(connection: NatsConnection, timeoutMs: number): Promise<StreamMode>;
}

/** Has a stream the subject? What was published to a stream once is never published past it later. */
export function createStreamLookup(
  { jetstreamManager }: Pick<NatsLibraries, 'jetstreamManager'>,
  {
    subject,
    wanted,
    tell,
  }: { readonly subject: string; readonly wanted: 'auto' | 'require' | 'off'; readonly tell: (text: string) => void },
): StreamLookup {
  let hadStream = false;
  let isTold = false;

  async function found(connection: NatsConnection, timeoutMs: number): Promise<boolean> {
    if (connection.info?.jetstream !== true) return false;
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: timeoutMs });
    try {
      return (await manager.streams.names(subject).next()).length > 0;
    } catch (error) {
      throw new Error(`cannot tell whether a stream has ${subject} (${messageOf(error)}): say jetstream=require or jetstream=off`, {
        cause: error,
      });
    }
  }

  return {
    async lookUp(connection, timeoutMs) {
      if (wanted === 'off') return 'core';
      if (wanted === 'require' || hadStream) return 'stream';
      hadStream = await found(connection, timeoutMs);
      if (!hadStream && !isTold)
        tell(`no stream has the subject ${subject}: what nobody listens to is lost; jetstream=require waits for one`);
      isTold ||= !hadStream;
      return hadStream ? 'stream' : 'core';
    },
  };
}
