import { likely } from '../../../ground/text/likely.ts';
import { inOneLine } from '../../../ground/text/printable.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { connect } from '../../../kube/connect.ts';
import { namespaces } from '../../../kube/objects/built-in.ts';
import { metadataOf } from '../../../kube/objects/resource.ts';
import { helpOf, UsageError } from '../../runtime/flags/flags.ts';
import type { Invocation } from '../../runtime/start.ts';
import type { ReloadSettings } from '../flags.ts';
import { KINDS, kindsOf } from '../seen/kinds.ts';
import { selectorOf } from '../../runtime/flags/label-terms.ts';
import type { WorkloadKey } from '../seen/reload-key.ts';
import { findControllerLease } from './controller-lease.ts';
import { readReloadEvents } from './reload-events.ts';
import { reportOf } from './report.ts';
import { lookOnce } from './sight.ts';
import { readWhy, whyFlags, type WhatToAsk } from './what-to-ask.ts';

const USAGE = `civ controller config-reload why KIND/NAME -n NAMESPACE [flags]

Says what config-reload would do for a workload now, and by which rule, or why nothing. It only reads, with your own rights.
Give it the flags that the controller runs with: they decide here as well.
`;

/** `civ controller config-reload why deployment/web -n shop`. Answers the exit code. */
export async function why(invocation: Invocation, wall: () => number = Date.now): Promise<number> {
  const { args, env, stdout, stderr } = invocation;
  if (args.some((arg) => /^--?h(elp)?$/.test(arg))) {
    stdout.write(`${USAGE}\n${helpOf(whyFlags)}`);
    return 0;
  }
  try {
    const asked = readWhy(args);
    const { kubeconfig, context, server } = asked.settings;
    const connection = await connect({
      env,
      program: 'civ',
      ...(kubeconfig === '' ? {} : { kubeconfig }),
      ...(context === '' ? {} : { context }),
      ...(server === '' ? {} : { server }),
    });
    try {
      const namespace = asked.settings.namespace === '' ? connection.namespace : asked.settings.namespace;
      const lines = await explain(connection.client, asked, { namespace, wall });
      stdout.write(lines.map((each) => `${each}\n`).join(''));
      return 0;
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!(error instanceof UsageError) && !ApiError.is(error)) throw error;
    stderr.write(`civ controller config-reload why: ${inOneLine(error.message, LONGEST_ERROR)}\n`);
    return 1;
  }
}

const LONGEST_ERROR = 2_000;

async function explain(
  client: Client,
  { kind, name, settings: given }: WhatToAsk,
  { namespace, wall }: { readonly namespace: string; readonly wall: () => number },
): Promise<readonly string[]> {
  const key: WorkloadKey = { of: 'workload', kind, storeKey: `${namespace}/${name}` };
  const lease = await findControllerLease(client, given['state-namespace'], wall());
  const stateNamespace = given['state-namespace'] !== '' ? given['state-namespace'] : lease.is === 'there' ? lease.namespace : 'default';
  const settings = { ...given, 'state-namespace': stateNamespace, 'is-Argo-Rollouts': given['is-Argo-Rollouts'] || kind === 'Rollout' };
  const out = kindsOf(settings).includes(kind)
    ? await leftOut(client, settings, namespace)
    : `--ignored-workload-types or --pods-only leaves out every ${kind}`;
  if (out !== undefined) return [`${kind} ${key.storeKey} rolls nothing: ${out}.`];
  const sight = await lookOnce(key, {
    client,
    settings,
    isWatched: (other) => isListed(settings, other),
    wall,
  });
  if (sight === undefined) throw await notThere(client, key);
  return reportOf({ sight, lease, events: await readReloadEvents(client, key), now: wall() });
}

/** Of another namespace, whose labels are not asked for. */
const isListed = ({ namespaces: only, 'namespaces-to-ignore': ignored }: ReloadSettings, namespace: string): boolean =>
  only.length > 0 ? only.includes(namespace) : !ignored.includes(namespace);

/** Why nobody looks after the namespace; undefined: it is looked after. */
async function leftOut(client: Client, settings: ReloadSettings, namespace: string): Promise<string | undefined> {
  const { namespaces: only, 'namespaces-to-ignore': ignored, 'namespace-selector': selector } = settings;
  if (only.length > 0) return only.includes(namespace) ? undefined : `its namespace is not among --namespaces=${only.join()}`;
  if (ignored.includes(namespace)) return 'its namespace is among --namespaces-to-ignore';
  if (selector.length === 0) return undefined;
  const { items } = await client.list(metadataOf(namespaces), {
    labelSelector: selectorOf(selector),
    fieldSelector: `metadata.name=${namespace}`,
  });
  return items.length > 0 ? undefined : `its namespace does not have the labels of --namespace-selector=${selector.join()}`;
}

async function notThere(client: Client, { kind, storeKey }: WorkloadKey): Promise<UsageError> {
  const [namespace = '', name = ''] = storeKey.split('/');
  const { items } = await client.list(metadataOf(KINDS[kind]), { namespace });
  const names = items.map(({ metadata }) => metadata?.name ?? '').sort();
  const meant = likely(name, names);
  const hint =
    names.length === 0
      ? `there is none in ${namespace}: -n names another namespace`
      : meant === undefined
        ? `there are ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`
        : `did you mean ${meant}?`;
  return new UsageError(`there is no ${kind} "${name}" in the namespace ${namespace}: ${hint}`);
}
