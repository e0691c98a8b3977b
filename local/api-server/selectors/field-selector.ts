import { isJsonObject, type Json } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest } from '../contracts/status-error.ts';

export type ObjectSelector = (object: StoredObject) => boolean;

/** What may be selected by, besides metadata.name and metadata.namespace: by `groupResourceOf`. */
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'events.events.k8s.io': [
    'regarding.kind',
    'regarding.namespace',
    'regarding.name',
    'regarding.uid',
    'regarding.apiVersion',
    'regarding.resourceVersion',
    'regarding.fieldPath',
    'reason',
    'reportingController',
    'type',
  ],
  namespaces: ['status.phase', 'name'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  replicationcontrollers: ['status.replicas'],
  'replicasets.apps': ['status.replicas'],
  'jobs.batch': ['status.successful'],
  'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
};

/** `source` stands for two fields of an Event; what is not there counts as ''. */
function valueOf(object: StoredObject, path: string): string {
  if (path === 'source') return valueOf(object, 'source.component') || valueOf(object, 'reportingComponent');
  if (path === 'status.successful') return valueOf(object, 'status.succeeded') || '0';
  if (path === 'name') return object.metadata.name ?? '';
  const value = path.split('.').reduce<Json | undefined>((at, field) => (isJsonObject(at) ? at[field] : undefined), object);
  if (value === undefined || value === null) return DEFAULTS[path] ?? '';
  return typeof value === 'object' ? '' : String(value);
}

const DEFAULTS: Readonly<Record<string, string>> = { 'spec.hostNetwork': 'false', 'spec.unschedulable': 'false', 'status.replicas': '0' };

const TERM = /^((?:[^=!,\\]|\\.)+?)(==|!=|=)((?:[^,\\]|\\.)*)$/;

/**
 * `fieldSelector` of a query; `more` are the selectable fields of a custom resource.
 * Throws a StatusError on one that is malformed or not offered.
 */
export function fieldSelector(text: string, resource: { readonly groupResource: string }, more: readonly string[] = []): ObjectSelector {
  const known = ['metadata.name', 'metadata.namespace', ...(SELECTABLE[resource.groupResource] ?? []), ...more];
  const ownWords = SELECTABLE[resource.groupResource] !== undefined && resource.groupResource !== 'replicasets.apps';
  const terms = text
    .split(/(?<!\\),/)
    .filter((term) => term !== '')
    .map((term) => {
      const match = TERM.exec(term);
      if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const [, path = '', operator = '', raw = ''] = match;
      if (raw.includes('=')) throw badRequest('invalid field selector: unescaped character in value: 61');
      if (!known.includes(path))
        throw badRequest(
          ownWords
            ? `field label not supported: ${path}`
            : `"${path}" is not a known field selector: only ${known.map((name) => JSON.stringify(name)).join(', ')}`,
        );
      const wanted = raw.replace(/\\(.)/g, '$1');
      return (object: StoredObject) => (valueOf(object, path) === wanted) === (operator !== '!=');
    });
  return (object) => terms.every((fits) => fits(object));
}
