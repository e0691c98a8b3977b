import { microTimestamp, timestamp } from '../../../ground/time/rfc3339.ts';

/** A time as Go's RFC 3339 parser reads it, or its complaint. */
export type ParsedTime =
  | { readonly ok: true; readonly seconds: number; readonly micros: number }
  | { readonly ok: false; readonly complaint: string };

const PIECES = ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05'] as const;
const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';
const FRACTION = /^[.,]\d+/;
const ZONE = /^(?:Z|([+-])(\d\d):(\d\d))/;

const fail = (text: string, layout: string, rest: string, piece: string): ParsedTime => ({
  ok: false,
  complaint: `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(piece)}`,
});

/** `micro` wants exactly six digits of a second, as MicroTime does. */
export function parseTime(text: string, micro = false): ParsedTime {
  const layout = micro ? MICRO_LAYOUT : LAYOUT;
  let rest = text;
  const numbers: number[] = [];
  for (const piece of PIECES) {
    const digits = /^\d/.test(piece) ? piece.length : 0;
    const taken = rest.slice(0, piece.length);
    if (digits === 0 ? taken !== piece : !/^\d+$/.test(taken) || taken.length < digits) return fail(text, layout, rest, piece);
    if (digits > 0) numbers.push(Number(taken));
    rest = rest.slice(piece.length);
  }
  const fraction = FRACTION.exec(rest)?.[0] ?? '';
  if (micro && fraction.length !== 7) return fail(text, layout, rest, '.000000');
  rest = rest.slice(fraction.length);
  const zone = ZONE.exec(rest);
  if (!zone) return fail(text, layout, rest, 'Z07:00');
  if (zone[0].length < rest.length)
    return { ok: false, complaint: `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest.slice(zone[0].length))}` };
  return checked(text, numbers, zone, Number(fraction.slice(1, 7).padEnd(6, '0')));
}

function checked(
  text: string,
  [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[],
  [, sign, hours = '0', minutes = '0']: RegExpExecArray,
  micros: number,
): ParsedTime {
  const wrong = (what: string): ParsedTime => ({ ok: false, complaint: `parsing time ${JSON.stringify(text)}: ${what} out of range` });
  if (month < 1 || month > 12) return wrong('month');
  if (hour > 23) return wrong('hour');
  if (minute > 59) return wrong('minute');
  if (second > 59) return wrong('second');
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (day < 1 || date.getUTCMonth() !== month - 1) return wrong('day');
  date.setUTCHours(hour, minute, second);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? -1 : 1);
  return { ok: true, seconds: date.getTime() / 1000 - offset, micros };
}

/** As the server writes it: UTC, whole seconds or six digits. */
export const formatTime = (seconds: number, micros?: number): string =>
  micros === undefined ? timestamp(seconds * 1_000) : microTimestamp(seconds * 1_000 + Math.floor(micros / 1_000), micros % 1_000);
