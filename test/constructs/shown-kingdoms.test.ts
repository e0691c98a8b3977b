import { describe, expect, it } from '@jest/globals';
import type { DashboardSettings } from '../../constructs/dashboard.ts';
import { dashboardWarnings } from '../../constructs/shown-kingdoms.ts';
import { MOST_KINGDOMS_ALONE } from '../../model/most-kingdoms-alone.ts';
import { kingdom, realmOf } from '../../model/realm-of.ts';

const warnings = (count: number, dashboard?: boolean | DashboardSettings) =>
  dashboardWarnings(realmOf('sample', ...Array.from({ length: count }, (_, index) => kingdom(`kingdom-${index}`))), dashboard);
const TOO_MANY = MOST_KINGDOMS_ALONE + 1;

describe('a dashboard that reads kingdoms one by one', () => {
  it('is warned of where there are more than it can', () =>
    expect(warnings(TOO_MANY)).toEqual([
      'the dashboard may read 251 kingdoms one by one, and shows 250 of them: give it dashboard: { clusterWide: true } in the settings, or kingdoms: [...] with those to show',
    ]));

  it.each([
    ['there are as many as it can', MOST_KINGDOMS_ALONE, undefined],
    ['it reads all at once', TOO_MANY, { clusterWide: true }],
    ['it is to show some', TOO_MANY, { kingdoms: ['kingdom-1', 'kingdom-2'] }],
    ['there is none', TOO_MANY, false],
  ] as const)('is fine where %s', (_, count, dashboard) => expect(warnings(count, dashboard)).toEqual([]));
});
