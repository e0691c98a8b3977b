import { columns } from '../../../ground/text/columns.ts';
import { inOneLine } from '../../../ground/text/printable.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { parseRecord } from '../seen/record.ts';
import { workloadTitle } from '../seen/reload-key.ts';
import { asksFor } from '../seen/workload.ts';
import { typeAndName } from '../seen/source-type.ts';
import { conclusionOf } from './conclusion.ts';
import type { ControllerLease } from './controller-lease.ts';
import type { ReloadEvent } from './reload-events.ts';
import type { Sight } from './sight.ts';
import { sourceRows } from './source-rows.ts';

export interface WhyReport {
  readonly sight: Sight;
  readonly events: readonly ReloadEvent[] | undefined;
  readonly lease: ControllerLease;
  readonly now: number;
}

/** All of it as lines for people. What is foreign in it is made printable, and bounded. */
export function reportOf({ sight, events, lease, now }: WhyReport): readonly string[] {
  const rolled = parseRecord(sight.before)?.rolled;
  const rows = sourceRows(sight);
  return [
    line(`${workloadTitle(sight.key)} ${conclusionOf(sight, now)}.`),
    ...sight.problems.map((problem) => line(`${problem}.`)),
    ...(rolled === undefined ? [] : [`It was last rolled at ${timestamp(rolled.at)}.`]),
    ...secretsNote(sight),
    '',
    ...(rows.length === 0 ? [] : [...table([SOURCE_TITLES, ...rows.map(cellsOf)]), '']),
    ...eventLines(events),
    '',
    line(leaseLine(lease)),
  ];
}

const LONGEST_LINE = 1_500;
const LONGEST_CELL = 300;
const line = (text: string): string => inOneLine(text, LONGEST_LINE);
const table = (rows: readonly (readonly string[])[]): readonly string[] =>
  columns(rows.map((cells) => cells.map((cell) => inOneLine(cell, LONGEST_CELL))));

const SOURCE_TITLES = ['SOURCE', 'PODS-HAVE', 'NOW', 'WRITTEN', 'MARKER', 'OUTCOME', 'RULE'];

const cellsOf = ({ id, had, now, written, marker, says, rule }: ReturnType<typeof sourceRows>[number]): readonly string[] => [
  `${typeAndName(id).type} ${typeAndName(id).name}`,
  had,
  now,
  written,
  marker,
  says,
  rule,
];

function secretsNote({ withoutSecrets, workload }: Sight): readonly string[] {
  if (workload.interest === undefined || !asksFor(workload.interest, 'Secret')) return [];
  switch (withoutSecrets) {
    case 'no-key':
      return [
        'Secrets are not compared: the Secret civ8s-config-reload beside the controller has the key, and cannot be read (--state-namespace says where it is).',
      ];
    case 'refused':
      return ['Secrets are not compared: you may not list those of this namespace.'];
    case undefined:
      return [];
  }
}

function eventLines(events: readonly ReloadEvent[] | undefined): readonly string[] {
  if (events === undefined) return ['What was told of it is not known: you may not list the Events of this namespace.'];
  if (events.length === 0) return ['Nothing was told of it lately: the cluster keeps Events for an hour or so.'];
  const rows = events.map(({ at, reason, times, message }) => [timestamp(at), times > 1 ? `${reason} (${times} times)` : reason, message]);
  return table([['WHEN', 'EVENT', 'MESSAGE'], ...rows]);
}

function leaseLine(lease: ControllerLease): string {
  switch (lease.is) {
    case 'absent':
      return 'There is no Lease of config-reload: it does not run, or runs with --leader-elect=false.';
    case 'unknown':
      return 'Whether config-reload runs is not known: you may not list Leases (--state-namespace names the namespace that it runs in).';
    case 'there':
      return lease.isOver
        ? `config-reload does not run: its Lease in ${lease.namespace} was last renewed at ${timestamp(lease.renewedAt)}.`
        : `config-reload runs: ${lease.holder} leads in ${lease.namespace}.`;
  }
}
