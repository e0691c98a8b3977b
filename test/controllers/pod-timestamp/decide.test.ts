import { describe, expect, it } from '@jest/globals';
import { asks, stampOf, trimmed } from '../../../controllers/pod-timestamp/decide.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { askingPod } from './asking-pod.ts';

const keys = { ask: 'addtime', stamp: 'timestamp' };

describe('a pod', () => {
  it.each([
    ['that asks', askingPod('a'), true],
    ['that asks with any value', askingPod('a', { annotations: { addtime: 'false' } }), true],
    ['that does not', askingPod('a', { annotations: {} }), false],
    ['without annotations', askingPod('a', { annotations: undefined }), false],
    ['that has a time', askingPod('a', { annotations: { addtime: '', timestamp: 'any' } }), false],
    ['that goes away', askingPod('a', { deletionTimestamp: '2026-11-21T10:07:28Z' }), false],
  ])('%s', (_, pod, expected) => expect(asks(pod, keys)).toBe(expected));
});

describe('the stamp', () => {
  it('holds for this pod only, as it asked, and only where there is none', () =>
    expect(
      stampOf(askingPod('a', { uid: 'u', annotations: { 'example.com/ask': 'x' } }), { ask: 'example.com/ask', stamp: 'timestamp' }, 'now'),
    ).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u' },
      { op: 'test', path: '/metadata/annotations/example.com~1ask', value: 'x' },
      { op: 'test', path: '/metadata/annotations/timestamp', value: null },
      { op: 'add', path: '/metadata/annotations/timestamp', value: 'now' },
    ]));
  it('is RFC 3339 with seconds and zone', () => expect(timestamp(Date.UTC(2026, 10, 21, 10, 7, 28, 999))).toBe('2026-11-21T10:07:28Z'));
});

describe('what is kept of a pod', () => {
  it('is its name, its identity, and the two annotations', () =>
    expect(
      trimmed(
        askingPod('a', { uid: 'u', resourceVersion: '7', labels: { app: 'web' }, annotations: { addtime: '', other: 'long' } }),
        keys,
      ),
    ).toEqual({
      metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '7', annotations: { addtime: '' } },
    }));
  it('is still less where it does not ask', () =>
    expect(trimmed(askingPod('a', { uid: 'u', resourceVersion: '7', annotations: { other: '' } }), keys)).toEqual({
      metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '7' },
    }));
});
