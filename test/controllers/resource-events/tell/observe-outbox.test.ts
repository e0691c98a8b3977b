import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createDeadLetters } from '../../../../controllers/resource-events/tell/dead-letters.ts';
import { createEventMetrics } from '../../../../controllers/resource-events/tell/metrics.ts';
import { observeOutbox } from '../../../../controllers/resource-events/tell/observe-outbox.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { systemClock } from '../../../../ground/time/clock.ts';

function neverEncoded(): never {
  throw new Error('nothing dies here');
}

function observed() {
  const lines: string[] = [];
  let away = 0;
  const out = {
    write(line: string) {
      const { level, message, error } = JSON.parse(line) as Record<string, string>;
      lines.push(`${level}: ${message}${error === undefined ? '' : ` (${error})`}`);
    },
  };
  const log = createLog({ level: 'info', format: 'json', out });
  const metrics = createEventMetrics(new Registry(), 'mem', {
    pending: () => 0,
    pendingBytes: () => 0,
    oldestSeconds: () => 0,
    checkpointAgeSeconds: () => undefined,
    followed: () => [],
  });
  const deadLetters = createDeadLetters({ bus: undefined, encode: neverEncoded, clock: systemClock, log });
  const observer = observeOutbox({ metrics, deadLetters, log, bus: 'mem://here', onAway: () => void (away += 1) });
  return { observer, lines, away: () => away };
}

describe('a bus that takes no messages', () => {
  it('is told of once for each reason, and again when it is back', () => {
    const { observer, lines } = observed();
    observer.failed?.('connection refused', 100);
    observer.failed?.('connection refused', 200);
    observer.failed?.('not confirmed', 400);
    observer.recovered?.();
    expect(lines).toEqual([
      'warn: the bus takes no messages: they are kept (connection refused)',
      'warn: the bus takes no messages: they are kept (not confirmed)',
      'info: the bus takes messages again',
    ]);
  });

  it('is a time to spare memory, said at its beginning', () => {
    const { observer, away } = observed();
    expect(away()).toBe(0);
    observer.failed?.('connection refused', 100);
    observer.failed?.('not confirmed', 200);
    expect(away()).toBe(1);
    observer.recovered?.();
    observer.failed?.('connection refused', 100);
    expect(away()).toBe(2);
  });
});
