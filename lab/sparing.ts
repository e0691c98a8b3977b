import type { Faults, Match } from '../local/api-server/faults/faults.ts';

/** Faults that strike what programs and tests ask, and nothing that this user agent does. */
export function sparing(faults: Faults, userAgent: string): Faults {
  const others = (match: Match): Match => ({
    ...match,
    where: (moment) => moment.userAgent !== userAgent && (match.where?.(moment) ?? true),
  });
  return {
    ...faults,
    inject: (match, injector, options) => faults.inject(others(match), injector, options),
    next: (match, signal) => faults.next(others(match), signal),
  };
}
