import type { CausePicture, GoodPicture, KingdomPicture, SourcePicture } from './realm.ts';
import type { PodPicture, ShopPicture } from './shop.ts';

/** `event: change` of `GET api/stream`: what differs since the change before. */
export interface RealmChange {
  readonly seq: number;
  readonly at: string;
  /** Of a shop that was not there before, all fields; of another, those that differ. */
  readonly shops?: readonly ShopChange[];
  /** Keys of the shops that are no more. */
  readonly gone?: readonly string[];
  /** Each of these whole, where anything of it differs. */
  readonly sources?: readonly SourcePicture[];
  readonly kingdoms?: readonly KingdomPicture[];
  readonly trades?: number | null;
  readonly troubles?: number;
  /** Each of these whole, where its entries are not those that were there before, or not in their order … */
  readonly goods?: readonly GoodPicture[];
  readonly causes?: readonly CausePicture[];
  /** … and else what differs of them. */
  readonly goodChanges?: readonly GoodChange[];
  readonly causeChanges?: readonly CauseChange[];
}

type GoodChange = Partial<GoodPicture> & Pick<GoodPicture, 'good'>;
type CauseChange = Partial<CausePicture> & Pick<CausePicture, 'shop' | 'good'>;

export type ShopChange = Partial<ShopPicture> &
  Pick<ShopPicture, 'key'> & {
    /** Where the pods are those that were there before: what differs of them, in place of `pods`. */
    readonly podChanges?: readonly PodChange[];
  };
type PodChange = Partial<PodPicture> & Pick<PodPicture, 'name'>;

/** `event: beat`, every five seconds: the server is there, and how fresh what it knows is. */
export interface Beat {
  readonly at: string;
  readonly build: string;
  readonly seq: number;
  readonly sources: readonly SourcePicture[];
}
