import { ISSUER } from '../auth/service-account-token.ts';
import { isJsonObject, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { conflict, invalid, notFound, type FailureCause } from '../contracts/status-error.ts';
import { keyOf } from '../store/store.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { judged, mutatedObject } from './admitted.ts';
import { writeOptions } from './options.ts';
import { current } from './update.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ServerParts, NamedRequest } from './request.ts';

const GVK = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;
/** What a token can end with, and where it is kept. */
const BINDABLE: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

function problems(spec: JsonObject): readonly FailureCause[] {
  const seconds = spec['expirationSeconds'];
  const field = 'spec.expirationSeconds';
  if (typeof seconds === 'number' && seconds < SHORTEST_SECONDS)
    return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`, field }];
  if (typeof seconds === 'number' && seconds > LONGEST_SECONDS)
    return [{ reason: 'FieldValueTooLong', message: 'Too long: may not specify a duration larger than 2^32 seconds', field }];
  return [];
}

function boundObject({ store }: ServerParts, namespace: string, reference: Json | undefined): StoredObject | undefined {
  if (!isJsonObject(reference)) return undefined;
  const kind = textOrEmpty(reference['kind']);
  const name = textOrEmpty(reference['name']);
  const plural = BINDABLE[kind];
  if (plural === undefined)
    throw invalid(GVK, name, [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(kind)}: cannot bind token for serviceaccount to this kind`,
        field: 'spec.boundObjectRef',
      },
    ]);
  const found = store.collection(plural).get(keyOf(kind === 'Node' ? undefined : namespace, name));
  if (!found) throw notFound({ group: '', plural }, name);
  const uid = textOrEmpty(reference['uid']);
  if (uid !== '' && uid !== found.metadata.uid)
    throw conflict(
      { group: '', plural: kind },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  return found;
}

const podBelongsTo = (pod: StoredObject, account: string) =>
  (isJsonObject(pod['spec']) ? textOrEmpty(pod['spec']['serviceAccountName']) || 'default' : '') === account;

/** A token of a service account, bound to a pod if so asked: then its name and uid travel with every request. */
export async function requestToken(cluster: ServerParts, request: NamedRequest, sent: StoredObject): Promise<StoredObject> {
  const {
    store,
    access: { signer },
    clock,
    newUid,
  } = cluster;
  const namespace = request.namespace ?? '';
  current(cluster, request);
  const requested = await mutatedObject(cluster, request, { operation: 'CREATE', object: sent });
  const account = current(cluster, request);
  const spec = objectOrEmpty(requested['spec']);
  const causes = problems(spec);
  if (causes.length > 0) throw invalid(GVK, '', causes);
  await judged(cluster, request, { operation: 'CREATE', object: requested });
  const seconds = typeof spec['expirationSeconds'] === 'number' ? spec['expirationSeconds'] : 3_600;
  const wanted = Array.isArray(spec['audiences']) ? spec['audiences'].map((audience) => textOrEmpty(audience)) : [];
  const audiences = wanted.length === 0 ? [ISSUER] : wanted;
  const bound = boundObject(cluster, namespace, spec['boundObjectRef']);
  const pod = bound?.kind === 'Pod' ? bound : undefined;
  if (pod && !podBelongsTo(pod, request.name)) {
    throw invalid(GVK, request.name, [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(pod.metadata.name)}: cannot bind token for serviceaccount ${JSON.stringify(request.name)} to pod running with different serviceaccount name.`,
        field: 'spec.boundObjectRef',
      },
    ]);
  }
  const nodeName =
    pod && isJsonObject(pod['spec']) ? textOrEmpty(pod['spec']['nodeName']) : bound?.kind === 'Node' ? (bound.metadata.name ?? '') : '';
  const node = nodeName === '' ? undefined : store.collection('nodes').get(keyOf(undefined, nodeName));
  const id = newUid();
  const reference = ({ metadata: { name = '', uid = '' } }: StoredObject) => ({ name, uid });
  const token = signer.issue({
    namespace,
    serviceAccount: reference(account),
    audiences,
    seconds,
    id,
    pod: pod && reference(pod),
    node: node && reference(node),
  });
  const counted: StoredObject = { ...requested, metadata: {}, spec: { ...spec, expirationSeconds: seconds } };
  const { manager } = writeOptions('CreateOptions', request.query, request.userAgent);
  const schema = cluster.registry.builtIn.kind(GVK);
  const { managedFields } = schema
    ? trackUpdate(undefined, counted, schema.fields, { manager, time: timestamp(clock()), subresource: 'token' }).metadata
    : {};
  return {
    ...requested,
    metadata: { name: request.name, namespace, uid: account.metadata.uid, creationTimestamp: timestamp(clock()), managedFields },
    spec: { ...spec, audiences, expirationSeconds: seconds, boundObjectRef: spec['boundObjectRef'] ?? null },
    status: { token, expirationTimestamp: timestamp(clock() + seconds * 1_000) },
  };
}
