import type { NoticeOptions } from '../change/notice.ts';
import type { Remembered } from '../change/remembered.ts';
import { decodeState } from '../change/state-text.ts';
import type { StoredState } from './state-store.ts';

/** What an earlier process stored, as it is remembered: but for what the rules have nothing published of now. */
export function* restored(
  objects: Iterable<StoredState>,
  ruleFor: NoticeOptions['ruleFor'],
): Generator<readonly [key: string, Remembered]> {
  for (const { key, uid, version, state } of objects) {
    const rule = ruleFor(decodeState(state));
    if (rule !== 'own' && rule.mode !== 'drop') yield [key, { uid, version, state, hidden: undefined, rule }];
  }
}
