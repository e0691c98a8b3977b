import { pino, type DestinationStream } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const LOG_FORMATS = ['auto', 'json', 'text'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
type LogFormat = (typeof LOG_FORMATS)[number];

/** The same key means the same thing in every line; the message is constant, what varies is a field. */
export type Log = Readonly<Record<LogLevel, LogLine>>;

/** Writes a line: what varies, and a constant message; or a message alone. */
interface LogLine {
  (fields: object, message: string): void;
  (message: string): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** `auto`: text for a terminal, JSON for everything else. */
  readonly format: LogFormat;
  readonly out: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly wall?: () => number;
}

export function createLog({ level, format, out, wall = Date.now }: LogOptions): Log {
  const asText = format === 'text' || (format === 'auto' && out.isTTY === true);
  const destination: DestinationStream = { write: (line) => void out.write(asText ? textOf(line) : line) };
  return pino(
    {
      level,
      base: null,
      messageKey: 'message',
      errorKey: 'error',
      timestamp: () => `,"time":"${new Date(wall()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
    },
    destination,
  );
}

/** Message and causes of an error in a line. Its stack is for defects, which are not logged but thrown. */
export function describeError(error: unknown): string {
  const { message, cause, errors } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly message?: unknown;
    readonly cause?: unknown;
    readonly errors?: unknown;
  };
  if (Array.isArray(errors) && errors.length > 0) return errors.map(describeError).join(', ');
  if (typeof message !== 'string') return String(error);
  const why = cause === undefined ? '' : describeError(cause);
  return why === '' || message.includes(why) ? message : `${message}: ${why}`;
}

/** `10:07:28 INFO  pod stamped pod=default/a`: a line of JSON as a person reads it. */
function textOf(line: string): string {
  const { level, time, message, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const shown = Object.entries(fields).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value)}`,
  );
  return `${String(time).slice(11, 19)} ${String(level).toUpperCase().padEnd(5)} ${String(message)}${shown.join('')}\n`;
}
