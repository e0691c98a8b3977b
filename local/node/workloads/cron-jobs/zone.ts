/** What a calendar and a clock on the wall show somewhere. */
export interface LocalTime {
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

export interface Zone {
  at(ms: number): LocalTime;
  /** In the form of RFC 3339, with the zone's own offset. */
  text(ms: number): string;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Throws a RangeError where there is no such zone. */
export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  const parts = (ms: number) => new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return {
    at(ms) {
      const found = parts(ms);
      const number = (type: 'day' | 'hour' | 'minute' | 'month') => Number(found.get(type));
      return {
        month: number('month'),
        day: number('day'),
        weekday: WEEKDAYS.indexOf(found.get('weekday') ?? ''),
        hour: number('hour'),
        minute: number('minute'),
      };
    },
    text(ms) {
      const found = parts(ms);
      const of = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? '';
      const offset = of('timeZoneName').slice('GMT'.length);
      return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}${/^([+]00:00)?$/.test(offset) ? 'Z' : offset}`;
    },
  };
}
