import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** An event as it is sent. It is zipped once for all who take that; who does not gets it plain. */
export interface StreamEvent {
  readonly zipped: Uint8Array;
  readonly plain: Uint8Array;
}

/** What a zipped stream begins with: a header without a name or a time. Its end never comes. */
export const ZIPPED_BEGIN = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/** Each event is zipped by itself and ends at a whole byte: so a stream may begin with any of them. */
const FLUSHED = { level: 4, finishFlush: constants.Z_SYNC_FLUSH };

export function streamEvent(text: string): StreamEvent {
  const zipped = new Uint8Array(deflateRawSync(text, FLUSHED)); // a copy: the other holds much more room than it needs
  let plain: Uint8Array | undefined;
  return {
    zipped,
    get plain() {
      return (plain ??= inflateRawSync(zipped, FLUSHED));
    },
  };
}
