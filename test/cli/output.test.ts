import { describe, expect, it } from '@jest/globals';
import { appendChanges } from '../../cli/commands/watch/append-changes.ts';
import { createStockBoard } from '../../cli/commands/watch/stock-board.ts';
import type { Output } from '../../cli/invocation.ts';
import { guardedInvocation } from '../../cli/output.ts';
import type { Delta } from '../../kube/follow/store.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';

/** What a command writes to, and all that it wrote. */
function output(shape: Partial<Output> = {}) {
  const written: string[] = [];
  const drains = new Set<() => void>();
  const stdout = {
    ...shape,
    write: (text: string) => written.push(text),
    on: (_: string, listener: () => void) => drains.add(listener),
    off: (_: string, listener: () => void) => drains.delete(listener),
  };
  const invocation = guardedInvocation({
    args: [],
    env: {},
    program: ['civ'],
    stdout,
    stderr: stdout,
    stopSignal: () => new AbortController().signal,
    async *keys() {},
  });
  return { written, drains, invocation };
}

describe('the output of a command', () => {
  it('is printable, unless it is exact', () => {
    const { written, invocation } = output();
    invocation.stdout.write('a\u001B[2J\n');
    invocation.stdout.exact('\u001B[2J');
    guardedInvocation(invocation).stderr.exact('\u001B[A');
    expect(written).toEqual(['a\\u001b[2J\n', '\u001B[2J', '\u001B[A']);
  });

  it('does not know its size on a terminal of 0 x 0', () => {
    const { stdout } = output({ isTTY: true, columns: 0, rows: 0 }).invocation;
    expect([stdout.isTTY, stdout.columns, stdout.rows]).toEqual([true, undefined, undefined]);
    const known = output({ columns: 80, rows: 24 }).invocation.stdout;
    expect([known.columns, known.rows]).toEqual([80, 24]);
  });

  it('is waited for where its reader is behind, and no longer than until the end', async () => {
    const { drains, invocation } = output({ writableNeedDrain: true });
    const stop = new AbortController();
    const waits = [invocation.stdout.drained(stop.signal), invocation.stdout.drained(stop.signal)];
    expect(drains.size).toBe(2);
    for (const drain of [...drains].slice(0, 1)) drain();
    await waits[0];
    stop.abort();
    await waits[1];
    await invocation.stdout.drained(stop.signal);
    expect(drains.size).toBe(0);
  });

  it('holds up civ watch, so that nothing heaps up', async () => {
    const { written, drains, invocation } = output({ writableNeedDrain: true });
    let pulled = 0;
    const changes = async function* (): AsyncGenerator<readonly Delta<KubeObject>[]> {
      for (; pulled < 3; pulled += 1)
        yield [{ type: 'added', initial: false, object: { metadata: { name: 'a', annotations: { wood: String(pulled) } } } }];
    };
    const stop = new AbortController();
    const over = appendChanges(invocation, changes(), createStockBoard(), { stop: stop.signal, form: 'lines' });
    while (drains.size === 0) await Promise.resolve();
    expect([pulled, written]).toEqual([0, ['a wood 0 (0)\n']]);
    stop.abort();
    await over;
    expect(written).toEqual(['a wood 0 (0)\n', 'a wood 1 (+1)\n', 'a wood 2 (+1)\n']);
  });
});
