import { createHash } from 'node:crypto';
import { parseQuantity } from '../../ground/text/quantity.ts';
import { isDnsLabel } from '../../ground/text/names.ts';
import { choice, count, list, namespaces, text, toggle, withDefault } from '../runtime/flags/flag-values.ts';
import { runtimeFlags } from '../runtime/flags/runtime-flags.ts';
import { BadValue, UsageError, type Flag, type Settings } from '../runtime/flags/flags.ts';

const LONGEST_ID = 63;

/** It is part of keys and sources, which are separated by slashes. */
const clusterId: Flag<string> = {
  ...text({ value: 'id', env: ['CLUSTER_ID'], help: 'tells this cluster from others: part of keys, envelopes and sources' }),
  parse(given) {
    if (given.includes('/') || given.length > LONGEST_ID) throw new BadValue(`it has at most ${LONGEST_ID} characters, and no "/"`);
    return given;
  },
};

/** A suffix for names of objects. */
const instance: Flag<string> = {
  ...text({ value: 'name', help: 'a suffix for the names of Lease and checkpoint: two agents in a namespace, for two buses, need two' }),
  parse(given) {
    if (given !== '' && (!isDnsLabel(given) || given.length > 30))
      throw new BadValue('it is at most 30 lower-case letters, digits and "-", and neither begins nor ends with "-"');
    return given;
  },
};

const LEAST_BYTES = 2 ** 20;

/** `64Mi`, `67108864`. */
const bytes = ({ fallback, help }: { readonly fallback: string; readonly help: string }): Flag<number> => {
  const parse = (given: string): number => {
    const amount = Number(parseQuantity(given.replace(/B$/, ''))?.nano ?? -1n) / 1e9;
    if (amount < LEAST_BYTES) throw new BadValue('it is an amount of memory such as 64Mi, and at least 1Mi');
    return Math.floor(amount);
  };
  return { value: 'bytes', help, default: parse(fallback), shownDefault: fallback, parse };
};

/** kollect's flags by their own names, and ours. */
export const flags = {
  'event-writer-url': text({
    value: 'url',
    env: ['EVENT_WRITER_URL'],
    help: 'the bus that changes are published to; never logged with its password',
  }),
  'cluster-id': clusterId,
  namespace: namespaces({ env: ['NAMESPACE'], help: 'only this namespace; cluster-scoped kinds are left out then' }),
  namespaces: namespaces({ env: ['NAMESPACES'], help: 'only these namespaces' }),
  'namespaces-to-ignore': namespaces({ help: 'all namespaces but these' }),
  'namespace-selector': list({
    value: 'label=value',
    help: 'only namespaces with all of these labels; key:* or key=* for any value',
  }),
  'wait-for-sync': toggle({ help: 'at a first start, publish nothing of what is there already' }),
  include: list({
    value: 'resource.group',
    help: 'only these resources: deployments.apps,*.batch,pods; an include goes over the excludes that there are by default',
  }),
  exclude: list({
    value: 'resource.group',
    help: 'all but these; default: events of both groups, leases, endpoints, endpointslices',
  }),
  rules: text({ value: 'file', help: 'a YAML file that says which changes are published, and what of them' }),
  format: choice({
    words: ['auto', 'kollect', 'cloudevents'],
    fallback: 'auto',
    help: 'how a change is written; auto: cloudevents to http(s):, file: and stdout:, kollect elsewhere',
  }),
  'ce-mode': choice({
    words: ['binary', 'structured'],
    fallback: 'binary',
    help: 'attributes of a CloudEvent beside its data, or all in the body',
  }),
  'ce-types': choice({ words: ['civ8s', 'knative'], fallback: 'civ8s', help: "our types, or those of Knative's ApiServerSource" }),
  resume: choice({
    words: ['auto', 'off'],
    fallback: 'auto',
    help: 'go on where the last leader stopped, by its checkpoint; off: each start is a first start',
  }),
  'outbox-bytes': bytes({ fallback: '64Mi', help: 'how much may wait for the bus; beyond that, changes of an object are merged' }),
  'outbox-events': count({ least: 100, fallback: 50_000, help: 'how many changes may wait' }),
  'state-dir': text({
    value: 'folder',
    help: 'where what waits, and the last states, outlive the process: for a bus that is away for long',
  }),
  'dead-letter-url': text({
    value: 'url',
    env: ['DEAD_LETTER_URL'],
    help: 'a bus for what no bus takes; without it that is one log line each, without the object',
  }),
  instance,
  'kollect-addr': text({
    value: 'host:port',
    fallback: ':8081',
    help: "where kollect's paths are served: /__/health, /__/ready, /__/metrics; empty: nowhere",
  }),
  'drain-timeout': withDefault(runtimeFlags['drain-timeout'], '8s', 'how long it may take to publish what waits after a stop signal'),
};

export type EventSettings = Settings<typeof flags>;

/** Throws a UsageError where settings are missing or contradict each other. */
export function refuseContradictions(settings: EventSettings): void {
  if (settings['event-writer-url'] === '')
    throw new UsageError('--event-writer-url is missing: say where changes go, such as nats://changes, or set EVENT_WRITER_URL');
  if (settings.namespace.length > 1) throw new UsageError('--namespace is one namespace: give several with --namespaces');
  const only = namespacesOf(settings);
  if (only.length > 0 && (settings['namespaces-to-ignore'].length > 0 || settings['namespace-selector'].length > 0))
    throw new UsageError(
      '--namespaces-to-ignore and --namespace-selector have no meaning beside --namespace or --namespaces: leave them out',
    );
}

/** Do events, or those that no bus takes, go to the standard output? Then it is for them alone. */
export const printsEvents = (settings: EventSettings): boolean =>
  [settings['event-writer-url'], settings['dead-letter-url']].some((url) => /^stdout:/i.test(url));

/** The namespaces that are followed; none: all of them. */
export const namespacesOf = ({ namespace, namespaces: others }: EventSettings): readonly string[] => [
  ...new Set([...namespace, ...others]),
];

/** What the checkpoint is called; the Lease is called the same. */
export const objectName = ({ instance: suffix }: EventSettings): string => `civ8s-resource-events${suffix === '' ? '' : `-${suffix}`}`;

/** Changes when other namespaces are followed: then what is there has not all been published. */
export const placesHash = (settings: EventSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([namespacesOf(settings), settings['namespaces-to-ignore'], settings['namespace-selector']]))
    .digest('base64url')
    .slice(0, 8);
