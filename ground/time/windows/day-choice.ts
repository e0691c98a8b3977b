/** The days that a window is for: those to which all that is said applies. */
export interface DayChoice {
  /** 0 is January; absent: all. */
  readonly months?: ReadonlySet<number>;
  /** Of the month, from 1. A day that a month does not have is left out there; `last` is its last one. */
  readonly dates?: ReadonlySet<number | 'last'>;
  /** 0 is Sunday; absent: all. */
  readonly weekdays?: ReadonlySet<number>;
}

/** A day as the calendar has it. */
export interface CalendarDay {
  readonly month: number;
  readonly date: number;
  readonly weekday: number;
  readonly isLastOfMonth: boolean;
}

const DAY_MS = 86_400_000;

/** Of the how many-th day since 1970. */
export function calendarDay(number: number): CalendarDay {
  const day = new Date(number * DAY_MS);
  return {
    month: day.getUTCMonth(),
    date: day.getUTCDate(),
    weekday: day.getUTCDay(),
    isLastOfMonth: new Date((number + 1) * DAY_MS).getUTCDate() === 1,
  };
}

export const isChosen = ({ months, dates, weekdays }: DayChoice, { month, date, weekday, isLastOfMonth }: CalendarDay): boolean =>
  (months?.has(month) ?? true) &&
  (weekdays?.has(weekday) ?? true) &&
  (dates === undefined || dates.has(date) || (isLastOfMonth && dates.has('last')));

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Is there any such day? Not the 30th of February. */
export const everComes = ({ months, dates }: DayChoice): boolean =>
  dates === undefined ||
  LONGEST.some((length, month) => (months?.has(month) ?? true) && [...dates].some((date) => date === 'last' || date <= length));
