import { pino, type Logger } from 'pino';
import type { WorkerEvent, Announce } from './chronicle.ts';
import { shopOf, waitFor } from './production/waits.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type WorkerLogLevel = (typeof LOG_LEVELS)[number];

/** JSON lines: a constant message, and what varies in fields that are called the same everywhere. */
export const createWorkerLog = (level: WorkerLogLevel, name: string, write: (line: string) => unknown): Logger =>
  pino(
    {
      level,
      base: { shop: name },
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    { write },
  );

const MINUTE_MS = 60_000;

/** Writes down what happens: every trade at debug; what keeps happening, such as a refusal, once a minute at info with its count. */
export function logHappenings(log: Logger, now: () => number): Announce {
  const seen = new Map<string, { at: number; times: number }>();
  const onceAMinute = (key: string, write: (times: number) => void) => {
    const last = seen.get(key) ?? { at: -Infinity, times: 0 };
    last.times += 1;
    seen.set(key, last);
    if (now() - last.at < MINUTE_MS) return;
    write(last.times);
    Object.assign(last, { at: now(), times: 0 });
  };
  return (happening: WorkerEvent) => {
    switch (happening.is) {
      case 'sold':
        return log.debug({ good: happening.good, count: happening.sold, buyer: happening.buyer ?? undefined }, 'sold');
      case 'asked':
        return log.debug({ good: happening.good, count: happening.units }, 'asked by an outsider');
      case 'bought':
        return log.debug({ good: happening.good, count: happening.bought, store: happening.store, key: happening.key }, 'bought');
      case 'not-bought':
        log.debug({ good: happening.good, store: happening.store, why: happening.why }, 'not bought');
        return onceAMinute(`not bought ${happening.good} ${happening.store}`, (times) =>
          log.info({ good: happening.good, store: happening.store, why: happening.why, times }, 'cannot buy'),
        );
      case 'refused':
        log.debug({ code: happening.code, why: happening.error }, 'refused');
        return onceAMinute(`refused ${happening.code}`, (times) =>
          log.info({ code: happening.code, why: happening.error, times }, 'refuses'),
        );
      case 'in-doubt':
        return log.warn(
          { good: happening.good, count: happening.quantity, store: happening.store, key: happening.key, reason: happening.reason },
          'in doubt',
        );
      case 'turn': {
        const { good, outcome, missing = [], why } = happening;
        if (outcome === 'failed') return onceAMinute(`failed ${good}`, (times) => log.error({ good, why, times }, 'a turn failed'));
        log.debug({ good, outcome }, 'turn');
        for (const input of missing)
          onceAMinute(`waits ${good} ${input.product} ${shopOf(input.store)}`, (times) =>
            log.info({ good, for: waitFor(input), times }, 'waits'),
          );
        return undefined;
      }
      case 'signed':
        if (happening.outcome === 'written') return log.debug('signed');
        return onceAMinute(`sign ${happening.outcome}`, (times) =>
          log.warn({ outcome: happening.outcome, why: happening.why, times }, 'the sign on the pod could not be written; trade goes on'),
        );
      case 'failed':
        return onceAMinute(`failed ${happening.what} ${String(happening.error).slice(0, 80)}`, (times) =>
          log.error({ err: happening.error, what: happening.what, times }, 'failed'),
        );
    }
  };
}
