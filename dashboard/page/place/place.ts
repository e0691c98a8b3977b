import { TROUBLE_KINDS, type TroublePicture } from '../../wire/past.ts';
import { SHOP_STATES, type ShopState } from '../../wire/shop.ts';

export const VIEWS = ['map', 'shops', 'economy', 'trouble', 'controllers'] as const;
export type PageView = (typeof VIEWS)[number];

export const RANGES = { '15m': 900_000, '1h': 3_600_000, '6h': 21_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
export type PageRange = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as readonly PageRange[];
const FIRST_RANGE: PageRange = '15m';

/** Where on the page somebody is: all of it stands in the address, so that a link shows what was seen. */
export interface PagePlace {
  readonly view: PageView;
  /** Only this kingdom, and in it only this town. Empty: all. */
  readonly kingdom: string;
  readonly town: string;
  /** The shop that the panel shows: `kingdom/shop`. */
  readonly shop: string;
  readonly q: string;
  /** The good of which Economy shows who makes and who buys it. Empty: none. */
  readonly good: string;
  /** Only shops in these states. None: all. */
  readonly states: readonly ShopState[];
  /** By which column the table is sorted, `-` before it for the other way round. */
  readonly sort: string;
  /** Where the map is: `x,y,zoom`. */
  readonly v: string;
  /** Over how long what was is shown. */
  readonly t: PageRange;
  /** The time that is shown, RFC 3339. Empty: now. */
  readonly at: string;
  /** Only trouble of this kind. Empty: all. */
  readonly kind: '' | TroublePicture['kind'];
}

const FIRST_VIEW: PageView = 'map';

export const START: PagePlace = {
  view: FIRST_VIEW,
  kingdom: '',
  town: '',
  shop: '',
  q: '',
  good: '',
  states: [],
  sort: '',
  v: '',
  t: FIRST_RANGE,
  at: '',
  kind: '',
};

/** An address may come from anybody: what is not understood is left out, and nothing is longer than a name can be. */
const LONGEST = 300;

export function readPlace(search: string): PagePlace {
  const given = new URLSearchParams(search);
  const text = (name: string): string => (given.get(name) ?? '').slice(0, LONGEST);
  const words = text('state').split(',');
  return {
    view: VIEWS.find((view) => view === text('view')) ?? FIRST_VIEW,
    kingdom: text('kingdom'),
    town: text('town'),
    shop: text('shop'),
    q: text('q'),
    good: text('good'),
    states: SHOP_STATES.filter((state) => words.includes(state)),
    sort: /^-?[a-z]+$/.exec(text('sort'))?.[0] ?? '',
    v: /^-?[\d.]+,-?[\d.]+,[\d.]+$/.exec(text('v'))?.[0] ?? '',
    t: RANGE_NAMES.find((range) => range === text('t')) ?? FIRST_RANGE,
    at: readTime(text('at')),
    kind: TROUBLE_KINDS.find((kind) => kind === text('kind')) ?? '',
  };
}

function readTime(text: string): string {
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return ms >= 0 ? placeTime(ms) : '';
}

/** A time as an address has it: to the second. */
export const placeTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');

/** Until when a range goes in which the time of the place can be seen with what came after it. */
export function aroundTime({ at, t }: Pick<PagePlace, 'at' | 't'>, nowMs: number): number {
  if (at === '') return nowMs;
  return nowMs - Date.parse(at) < RANGES[t] ? nowMs : Date.parse(at) + RANGES[t] / 2;
}

/** The address of a place, from the page: what is as at the start is not said. */
export function placeSearch({ states, ...place }: PagePlace): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(place))
    if (value !== '' && !(name === 'view' && value === FIRST_VIEW) && !(name === 't' && value === FIRST_RANGE)) said.set(name, value);
  if (states.length > 0) said.set('state', states.join(','));
  const search = said.toString().replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%3A', ':');
  return search === '' ? './' : `?${search}`;
}
