import type { StateText } from '../../../events/resource-change.ts';
import { parseLossless } from '../../../ground/json/lossless.ts';
import type { JsonMap } from '../rules/json-map.ts';

/** In memory of its own: a slice of a shared block would keep all of that alive. */
export function encodeState(state: JsonMap): StateText {
  const text = JSON.stringify(state);
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

/** What `encodeState` wrote. */
export const decodeState = ({ buffer, byteOffset, byteLength }: StateText): JsonMap =>
  parseLossless(Buffer.from(buffer, byteOffset, byteLength).toString()) as JsonMap;
