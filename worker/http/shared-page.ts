import { RequestError } from './refusals.ts';

/** A page as it goes out: bytes, which any number of answers share. */
export interface RenderedPage {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** So many different pages may be waited for; for the next one there is no room, unless it is the first page, which all ask for. */
const MOST_WAITING = 16;

/**
 * Makes pages one at a time, a turn of the event loop each, so that a client that asks for ten thousand at once holds nobody up.
 * All who ask for the same page before its making has begun get the one that is made then, and with `late` also those who
 * ask while it is being made.
 */
export function sharePages(
  make: (name: string) => RenderedPage | Promise<RenderedPage>,
  { late }: { readonly late: boolean },
): (name: string) => Promise<RenderedPage> {
  const waiting = new Map<string, Promise<RenderedPage>>();
  let last: Promise<unknown> = Promise.resolve();
  return (name) => {
    const found = waiting.get(name);
    if (found) return found;
    if (name !== '' && waiting.size >= MOST_WAITING) throw new RequestError('busy');
    const leave = () => waiting.delete(name);
    const before = last;
    const page = (async () => {
      try {
        await before;
        await new Promise((resolve) => setImmediate(resolve));
        if (!late) leave();
        return await make(name);
      } finally {
        if (late) leave();
      }
    })();
    waiting.set(name, page);
    last = page.catch(() => undefined); // the next one is made all the same
    return page;
  };
}
