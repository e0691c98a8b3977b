import type { RequestUser } from '../auth/user.ts';
import { annotationsOnly, denied, touchedAnnotations, type PolicyWrite } from './annotations-only.ts';

/** The policy, and its binding. */
export const OWN_POD_ONLY = 'civ-own-pod-only';
const LONGEST_VALUE = 64;
const OURS = ['goods.civ8s.dev/', 'worker.civ8s.dev/'];

const isOurs = (annotation: string) => OURS.some((prefix) => annotation.startsWith(prefix));
const isWorker = ({ name }: RequestUser) => name.startsWith('system:serviceaccount:') && name.endsWith(':civ-worker');
const boundTo = ({ extra }: RequestUser, what: 'name' | 'uid') => extra[`authentication.kubernetes.io/pod-${what}`]?.[0] ?? '';

function reasonAgainst(write: PolicyWrite): string | undefined {
  const { operation, user, subresource, object, old } = write;
  if (operation !== 'UPDATE' || subresource !== undefined || !object || !old) return 'workers may only patch the pod itself';
  if (boundTo(user, 'name') === '' || boundTo(user, 'name') !== object.metadata.name || boundTo(user, 'uid') !== object.metadata.uid)
    return 'a worker may change only its own pod';
  if (!annotationsOnly(object, old)) return 'a worker may change only annotations';
  const touched = touchedAnnotations(object, old);
  if (!touched.every(isOurs)) return 'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations';
  // CEL counts characters, not the halves that some of them have in JavaScript.
  if (touched.some((key) => Array.from(object.metadata.annotations?.[key] ?? '').length > LONGEST_VALUE))
    return `a worker's annotation may have at most ${LONGEST_VALUE} characters`;
  return undefined;
}

/**
 * The ValidatingAdmissionPolicy of a realm as a built-in rule: this server keeps such policies and does not evaluate their CEL.
 * Call it for pods in namespaces that carry the label of a kingdom, while the policy and its binding exist.
 */
export function ownPodOnly(write: PolicyWrite): void {
  if (!isWorker(write.user)) return;
  const reason = reasonAgainst(write);
  if (reason !== undefined) throw denied(OWN_POD_ONLY, write, reason);
}
