import { likely } from '../../ground/text/likely.ts';
import { BusError, type Bus, type BusContext, type BusKind, type Received } from './bus.ts';
import { busKinds } from './kinds.ts';
import { titleOf } from './bus-url.ts';

/** What a bus is opened with, beside its URL. */
export type BusSettings = Omit<BusContext, 'url'>;

/** The bus of a URL, which need not be there yet. Rejects with a BusError where the URL, its environment or its library will not do. */
export async function openBus(text: string, settings: BusSettings): Promise<Bus> {
  const { kind, url } = busOf(text);
  return kind.open({ ...settings, url });
}

/** What comes over the bus of a URL, until `signal` aborts. Throws a BusError where the URL or its environment will not do. */
export function readBus(text: string, settings: BusSettings, signal: AbortSignal): AsyncIterable<Received> {
  const { kind, url } = busOf(text);
  if (kind.subscribe === undefined) {
    const readable = busKinds.filter(({ subscribe }) => subscribe !== undefined).flatMap(({ schemes }) => schemes);
    throw new BusError(`${titleOf(url)} cannot be read: read from one of ${readable.map((scheme) => `${scheme}:`).join(', ')}`);
  }
  return kind.subscribe({ ...settings, url }, signal);
}

/** Names no more of the text than its scheme in an error: the rest may hold a password. */
function busOf(text: string, kinds: readonly BusKind[] = busKinds): { readonly kind: BusKind; readonly url: URL } {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  const usages = kinds.map(({ usage }) => usage).join(', ');
  if (scheme === undefined) throw new BusError(`the bus URL has no scheme: give one of ${usages}`);
  const kind = kinds.find(({ schemes }) => schemes.includes(scheme));
  if (kind === undefined) {
    const guess = likely(
      scheme,
      kinds.flatMap(({ schemes }) => schemes),
    );
    throw new BusError(
      `no bus has the scheme ${scheme}:${guess === undefined ? '' : `, perhaps ${guess}: was meant`}; there are ${usages}`,
    );
  }
  const url = URL.parse(text.replaceAll('>', '%3E')); // of a NATS subject; not valid in a host
  if (url === null) throw new BusError(`the bus URL that begins with ${scheme}: is not a valid URL: write it as ${kind.usage}`);
  return { kind, url };
}
