import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RealmPicture } from '../wire/realm.ts';

/** A picture as it is sent: made once for all who ask until something changes. */
export interface RealmAnswer {
  readonly etag: string;
  readonly body: string;
  gzip(): Promise<Uint8Array>;
}

const compress = promisify(gzip);
/** Of the levels that cost next to nothing more, the one after which hardly anything is gained. */
const LEVEL = 6;

export function createRealmAnswers(picture: () => RealmPicture): () => RealmAnswer {
  let seq: number | undefined;
  let answer: RealmAnswer | undefined;
  return () => {
    const now = picture();
    if (answer !== undefined && now.seq === seq) return answer;
    seq = now.seq;
    const body = JSON.stringify(now);
    let zipped: Promise<Uint8Array> | undefined;
    answer = { etag: `"${now.seq}"`, body, gzip: () => (zipped ??= compress(body, { level: LEVEL })) };
    return answer;
  };
}
