/** What of a scrolled area can be seen, in pixels. */
export interface ScrollWindow {
  readonly top: number;
  readonly height: number;
}

/** Some more above and below, so that scrolling finds them there. */
const SPARE_ROWS = 8;

/** Which of many rows of one height have to be in the document: `first` to before `last`. */
export function rowsInSight(rows: number, rowPx: number, { top, height }: ScrollWindow): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(top / rowPx) - SPARE_ROWS);
  const last = Math.min(rows, Math.ceil((top + height) / rowPx) + SPARE_ROWS);
  return { first: Math.min(first, last), last };
}
