import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../cli/tour/judge.ts';
import { readSight, type TourSight } from '../../../cli/tour/sight.ts';

const sight = (text: string): TourSight => {
  const read = readSight(`"it is so": ${text}`);
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const pod = (uid: string, ready: string) => ({
  metadata: { uid, annotations: { 'goods.civ8s.dev/axe': '3' } },
  status: {
    conditions: [
      { type: 'Initialized', status: 'True' },
      { type: 'Ready', status: ready },
    ],
    restartCount: 2,
  },
});

describe('a sight', () => {
  it.each([
    ['pods?shop=a count = 1', true],
    ['pods?shop=a count = 2', 'pods?shop=a: there is 1, and not 2'],
    ['pods/a new', 'pods/a: all of them were there before'],
    ['pods/a status.conditions[type=Ready].status = True', true],
    ['pods/a status.conditions[type=Ready].status = False', 'pods/a: status.conditions[type=Ready].status is True'],
    ['pods/a metadata.annotations[goods.civ8s.dev/axe] >= 3', true],
    ['pods/a metadata.annotations[goods.civ8s.dev/axe] >= 4', 'pods/a: metadata.annotations[goods.civ8s.dev/axe] is 3'],
    ['pods/a status.conditions.0.type = Initialized', true],
    ['pods/a status.restartCount != 2', 'pods/a: status.restartCount is 2'],
    ['pods/a spec.toString = x', 'pods/a: spec.toString is not set'],
    ['pods/a spec.nodeName is unset', true],
    ['pods/a spec.nodeName is set', 'pods/a: spec.nodeName is not set'],
  ])('%s: %s', (text, answer) =>
    expect(judge(sight(text), [pod('1', 'True')], ['1'])).toEqual(answer === true ? { seen: true } : { seen: false, instead: answer }),
  );

  it('may be of another namespace', () =>
    expect(sight('leases/civ-system/a spec.leaseTransitions >= 1')).toMatchObject({
      plural: 'leases',
      namespace: 'civ-system',
      name: 'a',
    }));

  it('is there as soon as one of the objects is so', () =>
    expect(judge(sight('pods status.conditions[type=Ready].status = False'), [pod('1', 'True'), pod('2', 'False')], [])).toEqual({
      seen: true,
    }));

  it('of something new is seen when it is there beside the old', () =>
    expect(judge(sight('pods new'), [pod('1', 'True'), pod('2', 'True')], ['1'])).toEqual({ seen: true }));

  it('of something new says when there is nothing at all', () =>
    expect(judge(sight('pods new'), [], ['1'])).toEqual({ seen: false, instead: 'pods: there are none' }));
});

describe('a sight as text', () => {
  it.each(['pods new', '"x": Pods new', '"x": pods', '"x": pods count = many', '"x": pods?a=b spec is 2'])('is refused: %s', (text) =>
    expect(readSight(text)).toMatch(/should be/),
  );
});
