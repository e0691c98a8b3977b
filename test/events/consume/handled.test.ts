import { describe, expect, it } from '@jest/globals';
import { createHandled } from '../../../events/consume/handled.ts';
import { decode } from '../../../events/formats/decode.ts';
import { encoderFor } from '../../../events/formats/format.ts';
import type { ResourceEvent } from '../../../events/formats/resource-event.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { change, created, deleted, gap } from '../changes.ts';

const encode = encoderFor({ format: 'cloudevents' });
function event(one: ResourceChange): ResourceEvent {
  const message = encode(one);
  const read = message === undefined ? undefined : decode(message);
  if (read === undefined || read.type === 'unknown') throw new Error('not an event of ours');
  return read;
}
const at = (resourceVersion: string, of: (unlike: Partial<ResourceChange>) => ResourceChange = change) =>
  event(of({ id: `${of.name} ${resourceVersion}`, object: { ...change().object, resourceVersion } }));

function having(...events: readonly ResourceEvent[]) {
  const handled = createHandled();
  for (const each of events) handled.add(each);
  return handled;
}

describe('what a consumer has handled', () => {
  it('are the ids of what it has handled', () => {
    expect(createHandled().includes(event(change()))).toBe(false);
    expect(having(event(change())).includes(event(change()))).toBe(true);
  });

  it('is how far each object has come: what is older is known', () => {
    const handled = having(at('100'));
    expect(handled.includes(at('99'))).toBe(true);
    expect(handled.includes(at('101'))).toBe(false);
    expect(handled.includes(at('1000'))).toBe(false);
    expect(handled.includes(event(change({ id: 'x', key: 'blue/another', object: { ...change().object, resourceVersion: '1' } })))).toBe(
      false,
    );
  });

  it('is that a deletion comes after the last state, whose version it may have', () => {
    expect(having(at('100')).includes(at('100', deleted))).toBe(false);
    expect(having(at('100', deleted)).includes(at('100'))).toBe(true);
    expect(having(at('100', deleted)).includes(at('101', created))).toBe(false);
  });

  it('is nothing of versions after a gap: a restored cluster counts from further down', () =>
    expect(having(at('100'), event(gap({ id: 'gap' }))).includes(at('7', created))).toBe(false));

  it('is bounded: ten thousand ids', () => {
    const kollect = (id: number) => ({ ...event(created({ id: String(id) })), sequence: undefined });
    const handled = having(...Array.from({ length: 10_001 }, (_, id) => kollect(id)));
    expect([handled.includes(kollect(0)), handled.includes(kollect(1))]).toEqual([false, true]);
  });
});
