import type { User } from '../auth/user.ts';
import type { KubeObject } from '../contracts/kube-object.ts';
import { invalid } from '../contracts/status-error.ts';
import { equal } from '../store/equal.ts';

export interface PodWrite {
  readonly operation: 'CREATE' | 'DELETE' | 'UPDATE';
  readonly user: User;
  readonly subresource?: string;
  readonly object?: KubeObject;
  readonly old?: KubeObject;
}

const POLICY = 'civ-own-pod-only';
const BINDING = 'civ-own-pod-only';
const LONGEST_VALUE = 64;
const OURS = ['goods.civ8s.dev/', 'worker.civ8s.dev/'];

const isOurs = (annotation: string) => OURS.some((prefix) => annotation.startsWith(prefix));
const isWorker = ({ name }: User) => name.startsWith('system:serviceaccount:') && name.endsWith(':civ-worker');
const boundTo = ({ extra }: User, what: 'name' | 'uid') => extra[`authentication.kubernetes.io/pod-${what}`]?.[0] ?? '';

/** Everything but these is settled by the server, or is the worker's own. */
const FIXED = ['labels', 'ownerReferences', 'finalizers'] as const;
const EMPTY: Readonly<Record<(typeof FIXED)[number], object>> = { labels: {}, ownerReferences: [], finalizers: [] };

function reasonAgainst({ operation, user, subresource, object, old }: PodWrite): string | undefined {
  if (operation !== 'UPDATE' || subresource !== undefined || !object || !old) return 'workers may only patch the pod itself';
  if (boundTo(user, 'name') === '' || boundTo(user, 'name') !== object.metadata.name || boundTo(user, 'uid') !== object.metadata.uid) return 'a worker may change only its own pod';
  const same = equal(object['spec'], old['spec']) && FIXED.every((field) => equal(object.metadata[field] ?? (EMPTY[field] as never), old.metadata[field] ?? (EMPTY[field] as never)));
  if (!same) return 'a worker may change only annotations';
  const before = old.metadata.annotations ?? {};
  const after = object.metadata.annotations ?? {};
  const touched = Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
  if (!touched.every(isOurs)) return 'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations';
  if (touched.some((key) => (after[key] ?? '').length > LONGEST_VALUE)) return `a worker's annotation may have at most ${LONGEST_VALUE} characters`;
  return undefined;
}

/**
 * The ValidatingAdmissionPolicy of a realm as a built-in rule: this server keeps such policies and does not evaluate their CEL.
 * Call it for pods in namespaces that carry the label of a kingdom, while the policy and its binding exist.
 */
export function ownPodOnly(write: PodWrite): void {
  if (!isWorker(write.user)) return;
  const reason = reasonAgainst(write);
  if (reason === undefined) return;
  const message = `ValidatingAdmissionPolicy '${POLICY}' with binding '${BINDING}' denied request: ${reason}`;
  const name = write.object?.metadata.name ?? write.old?.metadata.name ?? '';
  throw invalid({ group: '', kind: 'pods' }, name, [{ reason: '', message, field: '' }]);
}
