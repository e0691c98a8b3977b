import { annotationsOnly, denied, touchedAnnotations, type PolicyWrite } from './annotations-only.ts';

/** The policy, and its binding. */
export const STAMPS_ONLY = 'civ-stamps-only';
const STAMPER = 'system:serviceaccount:civ-system:pod-timestamp';
const STAMP = 'timestamp';

function reasonAgainst({ operation, subresource, object, old }: PolicyWrite): string | undefined {
  if (operation !== 'UPDATE' || subresource !== undefined || !object || !old) return 'pod-timestamp may only patch the pod itself';
  if (!annotationsOnly(object, old)) return 'pod-timestamp may change only annotations';
  if (!touchedAnnotations(object, old).every((key) => key === STAMP)) return `pod-timestamp may change only the annotation ${STAMP}`;
  return undefined;
}

/** The policy on pod-timestamp as a built-in rule. Call it for pods of all namespaces, while the policy and its binding exist. */
export function stampsOnly(write: PolicyWrite): void {
  if (write.user.name !== STAMPER) return;
  const reason = reasonAgainst(write);
  if (reason !== undefined) throw denied(STAMPS_ONLY, write, reason);
}
