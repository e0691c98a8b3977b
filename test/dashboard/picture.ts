import type { RealmPicture } from '../../dashboard/wire/realm.ts';

/** A picture of a realm: only what matters to a test is named. */
export const pictureOf = (unlike: Partial<RealmPicture> = {}): RealmPicture => ({
  version: 1,
  build: 'b',
  at: '2026-01-02T12:00:00.000Z',
  seq: 100,
  sources: [],
  kingdoms: [],
  trades: null,
  troubles: 0,
  goods: [],
  causes: [],
  shops: [],
  ...unlike,
});
