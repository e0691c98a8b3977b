import { describe, expect, it } from '@jest/globals';
import { createLog, describeError, type LogOptions } from '../../../../controllers/runtime/tell/log.ts';

function logged(options: Partial<LogOptions> & { readonly isTTY?: boolean }, ...fields: object[]): string {
  const lines: string[] = [];
  const { isTTY, ...rest } = options;
  const log = createLog({
    level: 'info',
    format: 'auto',
    out: { isTTY, write: (line) => lines.push(line) },
    wall: () => Date.UTC(2026, 10, 21, 10, 7, 28),
    ...rest,
  });
  log.debug({}, 'not at this level');
  for (const field of fields) log.warn(field, 'pod stamped');
  return lines.join('');
}

describe('the log', () => {
  it('is JSON, a line each', () =>
    expect(logged({}, { pod: 'default/a' })).toBe(
      '{"level":"warn","time":"2026-11-21T10:07:28.000Z","pod":"default/a","message":"pod stamped"}\n',
    ));
  it('is text on a terminal, or where it is wanted', () => {
    expect(logged({ isTTY: true }, { pod: 'default/a', after: 5, error: new Error('no way') })).toBe(
      '10:07:28 WARN  pod stamped pod=default/a after=5 error="no way"\n',
    );
    expect(logged({ format: 'text' }, {})).toBe('10:07:28 WARN  pod stamped\n');
    expect(logged({ isTTY: true, format: 'json' }, {})).toContain('"level":"warn"');
  });
});

describe('an error in a line', () => {
  it('has its causes, each once', () => {
    const cause = new Error('connection refused');
    expect(describeError(new Error('could not list pods', { cause }))).toBe('could not list pods: connection refused');
    expect(describeError(new Error('could not list pods: connection refused', { cause }))).toBe('could not list pods: connection refused');
    expect(describeError(new AggregateError([cause, new Error('no route')]))).toBe('connection refused, no route');
    expect(describeError('SIGTERM')).toBe('SIGTERM');
  });
});
