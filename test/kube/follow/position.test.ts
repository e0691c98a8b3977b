import { describe, expect, it } from '@jest/globals';
import { ApiError, type ApiErrorCode } from '../../../kube/errors/api-error.ts';
import { START, startAt, transition, type ReflectorEvent, type Move, type Position } from '../../../kube/follow/position.ts';

const AT_7: Position = { at: 'version', version: '7', lists: 'as a watch', doubtful: false };
const DOUBTS_7: Position = { ...AT_7, doubtful: true };
const FROM_7: Position = { at: 'start', lists: 'as a watch', notOlderThan: '7' };
const TOLD_7 = startAt('7');
const object = (resourceVersion?: string) => ({ metadata: { name: 'a', resourceVersion } });
const inPages = (position: Position): Position => ({ ...position, lists: 'in pages' });
const overAndOver = (position: Position): Position => ({ ...position, lists: 'over and over' });

describe('the position of a reflector, after a change', () => {
  const rows: readonly [string, Position, ReflectorEvent<object>, Position][] = [
    ['a first list is a version', START, { type: 'replaced', objects: [], version: '7' }, AT_7],
    ['a list again is a version', FROM_7, { type: 'replaced', objects: [], version: '7' }, AT_7],
    ['a list at the version that it was told is one', TOLD_7, { type: 'replaced', objects: [], version: '7' }, AT_7],
    ['so is a list at another', TOLD_7, { type: 'replaced', objects: [], version: '9' }, { ...AT_7, version: '9' }],
    ['an object that changes leads on', AT_7, { type: 'applied', object: object('9') }, { ...AT_7, version: '9' }],
    ['an object that goes leads on', AT_7, { type: 'deleted', object: object('9') }, { ...AT_7, version: '9' }],
    ['progress leads on', AT_7, { type: 'progress', version: '10' }, { ...AT_7, version: '10' }],
    ['an older version does not lead back', AT_7, { type: 'applied', object: object('6') }, AT_7],
    ['an object without a version leads nowhere', AT_7, { type: 'applied', object: object() }, AT_7],
    ['a version that cannot be compared is believed', AT_7, { type: 'progress', version: 'x' }, { ...AT_7, version: 'x' }],
    ['a whole list may lead back', AT_7, { type: 'replaced', objects: [], version: '3' }, { ...AT_7, version: '3' }],
    ['a doubt stays until a watch has ended', DOUBTS_7, { type: 'progress', version: '8' }, { ...DOUBTS_7, version: '8' }],
    ['how the server lists is not forgotten', inPages(START), { type: 'replaced', objects: [], version: '7' }, inPages(AT_7)],
    ['a server that cannot list as a watch is asked for pages', START, { type: 'unable' }, inPages(START)],
    ['it is asked for pages as new as before', FROM_7, { type: 'unable' }, inPages(FROM_7)],
    ['a list tells nothing of the right to watch', overAndOver(START), { type: 'replaced', objects: [], version: '7' }, overAndOver(AT_7)],
    ['what is watched is not listed over and over', overAndOver(AT_7), { type: 'progress', version: '8' }, { ...AT_7, version: '8' }],
  ];
  it.each(rows)('%s', (_, from, event, to) => expect(transition(from, event)).toEqual({ position: to, next: 'go on' }));
});

describe('the position of a reflector, after the end of what it asked for', () => {
  const rows: readonly [Position, 'silent' | 'too soon' | 'well', Position, Move['next']][] = [
    [AT_7, 'well', AT_7, 'go on'],
    [DOUBTS_7, 'well', AT_7, 'go on'],
    [AT_7, 'silent', DOUBTS_7, 'go on'],
    [AT_7, 'too soon', AT_7, 'pause'],
    [DOUBTS_7, 'too soon', AT_7, 'pause'],
    [inPages(START), 'well', inPages(START), 'go on'],
    [TOLD_7, 'well', TOLD_7, 'go on'],
  ];
  it.each(rows)('%j, ended %s, is %j: %s', (from, how, to, next) =>
    expect(transition(from, { type: 'ended', how })).toEqual({ position: to, next }),
  );
});

describe('the position of a reflector, after a failure', () => {
  const rows: readonly [Position, ApiErrorCode, Position, Move['next']][] = [
    [AT_7, 'expired', FROM_7, 'at once'],
    [FROM_7, 'expired', START, 'at once'],
    [START, 'expired', START, 'pause'],
    [AT_7, 'version-too-large', START, 'at once'],
    [FROM_7, 'version-too-large', START, 'at once'],
    [START, 'version-too-large', START, 'pause'],
    [inPages(AT_7), 'expired', inPages(FROM_7), 'at once'],
    [inPages(AT_7), 'version-too-large', inPages(START), 'at once'],
    [AT_7, 'too-many-requests', AT_7, 'pause'],
    [DOUBTS_7, 'too-many-requests', DOUBTS_7, 'pause'],
    [AT_7, 'unreachable', DOUBTS_7, 'pause'],
    [AT_7, 'unavailable', DOUBTS_7, 'pause'],
    [AT_7, 'timeout', DOUBTS_7, 'pause'],
    [FROM_7, 'unavailable', FROM_7, 'pause'],
    [TOLD_7, 'expired', FROM_7, 'at once'],
    [TOLD_7, 'version-too-large', START, 'at once'],
    [TOLD_7, 'bad-request', START, 'at once'],
    [TOLD_7, 'invalid', START, 'at once'],
    [TOLD_7, 'unsupported', START, 'at once'],
    [TOLD_7, 'unavailable', TOLD_7, 'pause'],
    [TOLD_7, 'forbidden', TOLD_7, 'pause'],
    [START, 'forbidden', overAndOver(START), 'at once'],
    [FROM_7, 'forbidden', overAndOver(FROM_7), 'at once'],
    [inPages(START), 'forbidden', inPages(START), 'pause'],
    [overAndOver(START), 'forbidden', overAndOver(START), 'pause'],
    [AT_7, 'forbidden', overAndOver(AT_7), 'pause'],
    [overAndOver(AT_7), 'forbidden', overAndOver(FROM_7), 'poll'],
  ];
  it.each(rows)('%j, after %s, is %j: %s', (from, code, to, next) =>
    expect(transition(from, { type: 'failed', error: new ApiError(code, 'no') })).toEqual({ position: to, next }),
  );

  it('is trusted after a connection that was only reset', () => {
    const error = new ApiError('unreachable', 'no', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
    expect(transition(AT_7, { type: 'failed', error })).toEqual({ position: AT_7, next: 'pause' });
  });

  it('stays where it is after an error that is not of the server', () =>
    expect(transition(AT_7, { type: 'failed', error: new Error('a defect') })).toEqual({ position: AT_7, next: 'pause' }));
});
