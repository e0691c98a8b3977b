import { parseFlags, UsageError, type Settings } from '../../runtime/flags/flags.ts';
import { runtimeFlags } from '../../runtime/flags/runtime-flags.ts';
import { text } from '../../runtime/flags/flag-values.ts';
import { isDnsLabel, isDnsSubdomain } from '../../../ground/text/names.ts';
import { likely } from '../../../ground/text/likely.ts';
import { inOneLine } from '../../../ground/text/printable.ts';
import { flags } from '../flags.ts';
import type { WorkloadKind } from '../seen/workload.ts';

const namespace = text({ value: 'namespace', help: "the namespace of the workload (or -n); without it that of the kubeconfig's context" });

/** How to reach the cluster, and where the workload is. */
const ownFlags = { namespace, kubeconfig: runtimeFlags.kubeconfig, context: runtimeFlags.context, server: runtimeFlags.server };

/** All that can be said: what the controller runs with counts here as well. Its environment does not. */
export const whyFlags = {
  ...ownFlags,
  ...flags,
  'state-namespace': { ...flags['state-namespace'], env: [], default: '', shownDefault: '' },
};

export interface WhatToAsk {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly settings: Settings<typeof whyFlags>;
}

const KIND_WORDS: ReadonlyMap<string, WorkloadKind> = new Map(
  (
    [
      ['Deployment', 'deploy'],
      ['DaemonSet', 'ds'],
      ['StatefulSet', 'sts'],
      ['CronJob', 'cj'],
      ['Job', 'job'],
      ['Rollout', 'ro'],
    ] as const
  ).flatMap(([kind, short]): (readonly [string, WorkloadKind])[] => [
    [kind.toLowerCase(), kind],
    [`${kind.toLowerCase()}s`, kind],
    [short, kind],
  ]),
);

/** `deployment/web -n shop --auto-reload-all`. Anything wrong is a UsageError. */
export function readWhy([workload, ...rest]: readonly string[]): WhatToAsk {
  if (workload === undefined || workload.startsWith('-'))
    throw new UsageError('it wants a workload first: why deployment/web -n shop (--help lists what else it takes)');
  const [word = '', name, ...more] = workload.split('/');
  if (name === undefined || more.length > 0 || !isDnsSubdomain(name))
    throw new UsageError(`${quoted(workload)} is not a workload: it is a kind, "/" and a name, such as deployment/web`);
  const kind = KIND_WORDS.get(word.toLowerCase().split('.')[0] ?? '');
  if (kind === undefined) {
    const meant = likely(word, [...KIND_WORDS.keys()]);
    throw new UsageError(
      `config-reload does not roll a ${quoted(word)}${meant === undefined ? '' : ` (did you mean ${meant}?)`}: it rolls ${[...new Set(KIND_WORDS.values())].join(', ')}`,
    );
  }
  const args = rest.flatMap((arg) => (arg === '-n' ? ['--namespace'] : arg.startsWith('-n=') ? [`--namespace=${arg.slice(3)}`] : [arg]));
  const settings = parseFlags(whyFlags, { args, env: {} });
  if (settings.namespace !== '' && !isDnsLabel(settings.namespace))
    throw new UsageError(`--namespace is ${quoted(settings.namespace)}: that is not a valid name of a namespace`);
  return { kind, name, settings };
}

const quoted = (given: string): string => `"${inOneLine(given, LONGEST_QUOTE)}"`;
const LONGEST_QUOTE = 100;
