import { BOOL, DYN, INT, listOf, mapOf, STRING, struct, TIMESTAMP, type CelType } from '../../cel/types/cel-type.ts';
import type { CelEnvironment, Fields } from '../../cel/check/environment.ts';
import { ALL_FUNCTIONS } from '../../cel/library/all.ts';

const fields = (entries: Readonly<Record<string, CelType>>): Fields => new Map(Object.entries(entries));
const TEXTS = listOf(STRING);
const LABELS = mapOf(STRING, STRING);
const GROUP_VERSION_KIND = struct('kubernetes.GroupVersionKind');
const GROUP_VERSION_RESOURCE = struct('kubernetes.GroupVersionResource');

/** What an expression may ask of a request and of a namespace: any other field is an error when the policy is created. */
const STRUCTS: readonly (readonly [string, Fields])[] = [
  ['kubernetes.GroupVersionKind', fields({ group: STRING, version: STRING, kind: STRING })],
  ['kubernetes.GroupVersionResource', fields({ group: STRING, version: STRING, resource: STRING })],
  ['kubernetes.UserInfo', fields({ username: STRING, uid: STRING, groups: TEXTS, extra: mapOf(STRING, TEXTS) })],
  [
    'kubernetes.AdmissionRequest',
    fields({
      kind: GROUP_VERSION_KIND,
      resource: GROUP_VERSION_RESOURCE,
      subResource: STRING,
      requestKind: GROUP_VERSION_KIND,
      requestResource: GROUP_VERSION_RESOURCE,
      requestSubResource: STRING,
      name: STRING,
      namespace: STRING,
      operation: STRING,
      userInfo: struct('kubernetes.UserInfo'),
      dryRun: BOOL,
      options: DYN,
    }),
  ],
  ['kubernetes.NamespaceSpec', fields({ finalizers: TEXTS })],
  [
    'kubernetes.NamespaceCondition',
    fields({ status: STRING, type: STRING, lastTransitionTime: TIMESTAMP, message: STRING, reason: STRING }),
  ],
  ['kubernetes.NamespaceStatus', fields({ conditions: listOf(struct('kubernetes.NamespaceCondition')), phase: STRING })],
  [
    'kubernetes.NamespaceMetadata',
    fields({
      name: STRING,
      generateName: STRING,
      namespace: STRING,
      labels: LABELS,
      annotations: LABELS,
      UID: STRING,
      creationTimestamp: TIMESTAMP,
      deletionGracePeriodSeconds: INT,
      deletionTimestamp: TIMESTAMP,
      generation: INT,
      resourceVersion: STRING,
      finalizers: TEXTS,
    }),
  ],
  [
    'kubernetes.Namespace',
    fields({
      metadata: struct('kubernetes.NamespaceMetadata'),
      spec: struct('kubernetes.NamespaceSpec'),
      status: struct('kubernetes.NamespaceStatus'),
    }),
  ],
];

/** The type of `variables`: the fields are those of one policy. */
const VARIABLES = struct('kubernetes.variables');

export interface Declared {
  readonly params: boolean;
  readonly authorizer: boolean;
  /** The types of the policy's own variables, so far; absent where `variables` is unknown. */
  readonly variables?: Fields;
}

/** What the expressions of a policy may speak of. */
export function policyEnvironment({ params, authorizer, variables }: Declared): CelEnvironment {
  return {
    functions: ALL_FUNCTIONS,
    structs: new Map([...STRUCTS, ...(variables ? [['kubernetes.variables', variables] as const] : [])]),
    variables: new Map<string, CelType>([
      ['object', DYN],
      ['oldObject', DYN],
      ['namespaceObject', struct('kubernetes.Namespace')],
      ['request', struct('kubernetes.AdmissionRequest')],
      ...(params ? [['params', DYN] as const] : []),
      ...(authorizer
        ? ([
            ['authorizer', struct('kubernetes.authorization.Authorizer')],
            ['authorizer.requestResource', struct('kubernetes.authorization.ResourceCheck')],
          ] as const)
        : []),
      ...(variables ? [['variables', VARIABLES] as const] : []),
    ]),
  };
}
