import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RealmPicture } from '../wire/realm.ts';

/** A picture as it is sent: made once for all who ask until something changes, and zipped, since it stays until somebody asks again. */
export interface RealmAnswer {
  readonly etag: string;
  body(): Promise<Uint8Array>;
  gzip(): Promise<Uint8Array>;
}

const compress = promisify(gzip);
const unzip = promisify(gunzip);
/** Of the levels that cost next to nothing more, the one after which hardly anything is gained. */
const LEVEL = 6;

export function createRealmAnswers(picture: () => RealmPicture): () => RealmAnswer {
  let kept: { readonly seq: number; readonly answer: RealmAnswer } | undefined;
  return () => {
    const now = picture();
    if (kept?.seq !== now.seq) kept = { seq: now.seq, answer: answerOf(now) };
    return kept.answer;
  };
}

function answerOf(picture: RealmPicture): RealmAnswer {
  const zipped = compress(JSON.stringify(picture), { level: LEVEL });
  return { etag: `"${picture.seq}"`, gzip: () => zipped, body: async () => unzip(await zipped) };
}
