import type { ScalingPace } from './decide/pace.ts';
import { count, duration, namespaces, toggle } from '../runtime/flags/flag-values.ts';
import { UsageError, type Settings } from '../runtime/flags/flags.ts';

export const flags = {
  namespaces: namespaces({ env: ['NAMESPACES'], help: 'only the shops of these namespaces; default: all' }),
  'dry-run': toggle({ help: 'change nothing, and tell by log and metrics what demand wants' }),
  'look-every': duration({ fallback: '5s', help: 'how often all shops are looked at' }),
  'up-looks': count({ least: 1, fallback: 2, help: 'so many looks in a row have to want more workers' }),
  'up-period': duration({ fallback: '15s', help: 'the time for --up-times and --up-by' }),
  'up-times': count({ least: 1, fallback: 2, help: 'in that time a shop gets at most so many times its workers' }),
  'up-by': count({ least: 1, fallback: 4, help: 'or so many workers, whichever is more' }),
  'down-window': duration({ fallback: '5m', help: 'a shop keeps the largest number that was wanted in this time' }),
  'down-by': count({ least: 1, fallback: 1, help: 'so many workers go at once; the next go when these are gone' }),
  calm: duration({
    fallback: '1h',
    help: 'the most that outsiders asked in this time counts until they ask less than half for --down-window; and a shop that needed a worker again within it keeps all it has for as long, and twice as long the next time',
  }),
};

export type DemandSettings = Settings<typeof flags>;

export const paceOf = (settings: DemandSettings): ScalingPace => ({
  upLooks: settings['up-looks'],
  upPeriodMs: settings['up-period'],
  upTimes: settings['up-times'],
  upBy: settings['up-by'],
  downWindowMs: settings['down-window'],
  downBy: settings['down-by'],
  calmMs: settings.calm,
});

export function refuseContradictions(settings: DemandSettings): void {
  if (settings['look-every'] < 100) throw new UsageError('--look-every is less than 100ms: give 5s, or more where there are many shops');
  if (settings['down-window'] < 5 * settings['look-every'])
    throw new UsageError('--down-window is less than five times --look-every: no look would know of the ones before it');
}
