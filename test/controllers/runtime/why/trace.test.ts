import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Controller, Reconcile } from '../../../../controllers/runtime/definition.ts';
import type { SpanAttributes, Trace } from '../../../../controllers/runtime/why/trace.ts';
import { configMaps } from '../../../../kube/objects/built-in.ts';
import { keyOf, nameOfKey } from '../../../../kube/objects/resource.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { startLab, type Lab } from '../../../../lab/start-lab.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
  await lab.put(configMaps, { metadata: { namespace: 'shop', name: 'a' }, data: {} });
});
afterEach(() => lab.stop());

const marking = (reconcile: Reconcile): Controller => ({
  name: 'marking',
  summary: 'marks',
  flags: {},
  rights: () => [{ verbs: ['patch'], resource: configMaps, without: 'nothing is marked' }],
  setUp({ follow }) {
    follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
    return reconcile;
  },
});
const marks: Reconcile = async (key, { client }) => {
  await client.patch(configMaps, nameOfKey(key), { merge: { data: { mark: 'yes' } } });
  return 'on-change';
};

interface Span {
  readonly name: string;
  readonly parent: string | undefined;
  readonly begun: SpanAttributes;
  ended?: SpanAttributes;
  error?: unknown;
}

/** Keeps spans, and knows which one is open. */
function keptSpans() {
  const spans: Span[] = [];
  const open = new AsyncLocalStorage<Span>();
  const trace: Trace<Span> = {
    begin(name, begun, parent) {
      const span: Span = { name, parent: parent?.name, begun };
      spans.push(span);
      return span;
    },
    end: (span, ended, error) => void Object.assign(span, { ended, error }),
    within: (span, work) => open.run(span, work),
  };
  return { spans, trace, open };
}

describe('spans', () => {
  it('are begun for each turn, and within it for each write', async () => {
    const { spans, trace } = keptSpans();
    await lab.run(marking(marks), { trace });
    await lab.quiet();
    expect(spans.slice(0, 2)).toEqual([
      {
        name: 'reconcile marking',
        parent: undefined,
        begun: { controller: 'marking', key: 'shop/a', why: 'it is in the first list\nthis process has begun to lead' },
        ended: { result: 'success' },
        error: undefined,
      },
      {
        name: 'patch configmaps',
        parent: 'reconcile marking',
        begun: { object: 'shop/a' },
        ended: { fields: 'data' },
        error: undefined,
      },
    ]);
  });

  it('end with what went wrong', async () => {
    const { spans, trace } = keptSpans();
    const { status } = new StatusError(409, 'Conflict', 'somebody was faster');
    lab.faults.inject({ at: 'request', verb: 'patch', userAgent: 'marking' }, { do: 'fail', status }, { times: 1 });
    await lab.run(marking(marks), { trace });
    await lab.pass('1s');
    expect(spans.slice(0, 2).map(({ ended, error }) => [ended, String(error)])).toEqual([
      [{ result: 'error' }, expect.stringContaining('somebody was faster')],
      [{}, expect.stringContaining('somebody was faster')],
    ]);
  });

  it('hold what the turn begins itself', async () => {
    const { trace, open } = keptSpans();
    const seen: (string | undefined)[] = [];
    const reconcile: Reconcile = async (key, turn) => {
      const outcome = await marks(key, turn);
      seen.push(open.getStore()?.name);
      return outcome;
    };
    await lab.run(marking(reconcile), { trace });
    await lab.quiet();
    expect(new Set(seen)).toEqual(new Set(['reconcile marking']));
  });

  it.each(['begin', 'end', 'within'] as const)('harm nothing where the adapter throws at %s, which is logged once', async (at) => {
    const { trace } = keptSpans();
    const broken = () => {
      throw new Error('no collector');
    };
    const process = await lab.run(marking(marks), { trace: { ...trace, [at]: broken } });
    await lab.quiet();
    expect(process.writes()[0]).toBe('patch configmaps shop/a');
    expect(process.logs.filter(({ message }) => message === 'spans cannot be told')).toMatchObject([{ error: 'no collector' }]);
  });
});
