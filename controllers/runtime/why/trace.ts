import type { Log } from '../tell/log.ts';

export type SpanAttributes = Readonly<Record<string, string | number>>;

/**
 * Where spans go: one for each turn of a key, and in it one for each of its writes. An adapter makes them spans of OpenTelemetry, or
 * of anything else; what it throws is logged once, and harms nothing.
 */
export interface Trace<Span = unknown> {
  /** Parent: the span of the turn, for a write. */
  begin(name: string, attributes: SpanAttributes, parent: Span | undefined): Span;
  /** Attributes: what is known by then. Error: why it failed, if it did. */
  end(span: Span, attributes: SpanAttributes, error?: unknown): void;
  /** Runs the beginning of a turn such that spans which it begins itself belong to that one. Absent: it is run as it is. */
  within?(span: Span, work: () => void): void;
}

/** A span that has begun. */
export interface OpenSpan {
  begin(name: string, attributes: SpanAttributes): OpenSpan;
  end(attributes: SpanAttributes, error?: unknown): void;
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** Begins spans, of an adapter that may fail. */
export function spansOf(trace: Trace, log: Log): (name: string, attributes: SpanAttributes) => OpenSpan {
  let isTold = false;
  const tell = (error: unknown): void => {
    if (!isTold) log.warn({ error }, 'spans cannot be told');
    isTold = true;
  };
  const safely = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      tell(error);
      return undefined;
    }
  };
  const open = (name: string, attributes: SpanAttributes, parent: unknown): OpenSpan => {
    const span = safely(() => trace.begin(name, attributes, parent));
    return {
      begin: (inner, about) => open(inner, about, span),
      end: (about, error) => safely(() => trace.end(span, about, error)),
      within<T>(work: () => Promise<T>): Promise<T> {
        let made: Promise<T> | undefined;
        safely(() => trace.within?.(span, () => void (made ??= work())));
        return made ?? work();
      },
    };
  };
  return (name, attributes) => open(name, attributes, undefined);
}
