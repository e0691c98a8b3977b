import { describe, expect, it } from '@jest/globals';
import { ApiError, type ApiErrorCode } from '../../../kube/errors/api-error.ts';
import { afterError, START, type Position } from '../../../kube/follow/position.ts';

const AT_7: Position = { at: 'version', version: '7' };
const FROM_7: Position = { at: 'start', notOlderThan: '7' };
const rows: readonly [Position, ApiErrorCode, Position, 'at once' | 'after a pause'][] = [
  [AT_7, 'expired', FROM_7, 'at once'],
  [FROM_7, 'expired', START, 'at once'],
  [START, 'expired', START, 'after a pause'],
  [AT_7, 'version-too-large', START, 'at once'],
  [FROM_7, 'version-too-large', START, 'at once'],
  [START, 'version-too-large', START, 'after a pause'],
  [AT_7, 'too-many-requests', AT_7, 'after a pause'],
  [AT_7, 'unreachable', AT_7, 'after a pause'],
  [FROM_7, 'unavailable', FROM_7, 'after a pause'],
  [START, 'forbidden', START, 'after a pause'],
];

describe('the position of a reflector', () => {
  it.each(rows)('%j, after %s, is %j, %s', (position, code, next, when) =>
    expect(afterError(position, new ApiError(code, 'no'))).toEqual({ position: next, next: when }),
  );

  it("stays where it is after an error that is none of the server's", () =>
    expect(afterError(AT_7, new Error('a defect'))).toEqual({ position: AT_7, next: 'after a pause' }));
});
