import { createSeriesNumbers } from '../../dashboard/history/figures.ts';
import { MOST_PAST_BYTES } from '../../dashboard/history/history.ts';
import { openHistoryFile } from '../../dashboard/history/history-file.ts';
import { createMoments } from '../../dashboard/history/moments.ts';
import { createPacker, packFigures } from '../../dashboard/history/packing.ts';
import type { RealmPicture } from '../../dashboard/wire/realm.ts';
import type { ShopPicture, UnitsPerSecond } from '../../dashboard/wire/shop.ts';

const MINUTE_MS = 60_000;
/** As a file has it: so much by the minute, and before that in steps of ten. */
const MINUTES = 6 * 60;
const TENS = 42 * 6;

/** Writes as much of a realm's past as is kept, pictures of it in which all that moves has moved each time; answers its bytes. */
export async function writeFullPast(path: string, picture: RealmPicture): Promise<number> {
  const moments = createMoments(MOST_PAST_BYTES);
  const [numbers, packer] = [createSeriesNumbers(), createPacker()];
  for (const atMs of timesBefore(Date.now())) {
    const then = moved(picture);
    const figures = await packFigures(numbers.figuresOf(then, atMs));
    moments.add({ atMs, figures, ...(await packer.pack(JSON.stringify(then), atMs)) });
  }
  const file = openHistoryFile(path);
  file.save({ moments: moments.all, names: numbers.names, troubles: [] });
  file.close();
  return moments.bytes;
}

const timesBefore = (nowMs: number): readonly number[] => [
  ...Array.from({ length: TENS }, (_, index) => nowMs - MINUTES * MINUTE_MS - (TENS - index) * 10 * MINUTE_MS),
  ...Array.from({ length: MINUTES }, (_, index) => nowMs - (MINUTES - index) * MINUTE_MS),
];

const moved = (picture: RealmPicture): RealmPicture => ({ ...picture, trades: Math.random() * 100, shops: picture.shops.map(movedShop) });

const movedShop = (shop: ShopPicture): ShopPicture => ({
  ...shop,
  pods: [],
  stock: shop.stock.map(({ good }) => ({ good, count: Math.floor(Math.random() * 1_000) })),
  makes: shop.makes.map((make) => ({ ...make, now: measured(make.full) })),
  buys: shop.buys.map((buy) => ({ ...buy, now: measured(buy.could) })),
});

/** A measured rate has two digits. */
const measured = (full: UnitsPerSecond): UnitsPerSecond => (full === null ? null : Number((full * Math.random()).toPrecision(2)));
