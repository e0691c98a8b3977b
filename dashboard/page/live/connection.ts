import type { RealmPicture } from '../../wire/realm.ts';
import type { Beat, RealmChange } from '../../wire/stream.ts';
import type { PageState } from '../page-state.ts';
import { afterChange, shownRealm } from './shown-realm.ts';

/** A tab that nobody sees needs no stream: a browser has six connections for all its tabs. */
const HIDDEN_MS = 5_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** Three beats that did not come. */
const SILENT_MS = 15_000;

/** Keeps the page's realm up to date, for as long as somebody sees it. */
export function connectPage({ live: realm, stream, outdated }: PageState, browser: Window & typeof globalThis): void {
  let source: EventSource | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: number | undefined;
  let silence: number | undefined;
  let hiding: number | undefined;
  let build: string | undefined;

  const lost = (): void => {
    close();
    if (stream.value.is !== 'lost') stream.value = { is: 'lost', sinceMs: Date.now() };
    timer = browser.setTimeout(() => void open(), pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  };
  const heard = (): void => {
    browser.clearTimeout(silence);
    silence = browser.setTimeout(lost, SILENT_MS);
  };
  const close = (): void => {
    source?.close();
    source = undefined;
    browser.clearTimeout(timer);
    browser.clearTimeout(silence);
  };
  const pause = (): void => {
    close();
    stream.value = { is: 'paused' };
  };
  const fetchAll = async (): Promise<void> => {
    const answer = await browser.fetch('api/realm', { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    const picture = (await answer.json()) as RealmPicture;
    build ??= picture.build;
    outdated.value = build !== picture.build;
    realm.value = shownRealm(picture);
  };
  const open = async (): Promise<void> => {
    close();
    try {
      await fetchAll();
    } catch {
      return lost();
    }
    if (browser.document.visibilityState === 'hidden') return void (stream.value = { is: 'paused' });
    const opened = new browser.EventSource(`api/stream?after=${realm.value?.seq ?? 0}`);
    source = opened;
    opened.addEventListener('open', () => {
      pauseMs = FIRST_PAUSE_MS;
      stream.value = { is: 'live' };
      heard();
    });
    opened.addEventListener('error', () => source === opened && lost());
    opened.addEventListener('again', () => void open());
    opened.addEventListener('change', ({ data }: MessageEvent<string>) => {
      heard();
      const next = realm.value && afterChange(realm.value, JSON.parse(data) as RealmChange);
      if (next === undefined) void open();
      else realm.value = next;
    });
    opened.addEventListener('beat', ({ data }: MessageEvent<string>) => {
      heard();
      const { build: newest, sources, at } = JSON.parse(data) as Beat;
      outdated.value = build !== newest;
      if (realm.value !== undefined) realm.value = { ...realm.value, sources, at };
    });
  };
  browser.document.addEventListener('visibilitychange', () => {
    browser.clearTimeout(hiding);
    if (browser.document.visibilityState === 'hidden') hiding = browser.setTimeout(pause, HIDDEN_MS);
    else if (source === undefined) void open();
  });
  void open();
}
