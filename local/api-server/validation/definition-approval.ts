import type { StoredObject } from '../contracts/kube-object.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, required } from './cause.ts';

const APPROVED = 'api-approved.kubernetes.io';
const PROTECTED = /(?:^|\.)(?:k8s|kubernetes)\.io$/;
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** Groups that are Kubernetes' own want somebody's approval, or the word that there is none. */
export function approvalCauses(definition: StoredObject, group: string, old: StoredObject | undefined): readonly FailureCause[] {
  const approval = definition.metadata.annotations?.[APPROVED] ?? '';
  const is = kindOf(approval);
  if (!PROTECTED.test(group) || is === 'given' || (old && kindOf(old.metadata.annotations?.[APPROVED] ?? '') === is)) return [];
  const path = `metadata.annotations[${APPROVED}]`;
  const wanted = `protected groups must have approval annotation "${APPROVED}"`;
  return is === 'missing'
    ? [required(path, `${wanted}, ${SEE}`)]
    : [invalidValue(path, approval, `${wanted} with either a URL or a reason starting with "unapproved", ${SEE}`)];
}

const kindOf = (approval: string): 'given' | 'missing' | 'wrong' =>
  approval === '' ? 'missing' : approval.startsWith('unapproved') || /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(approval) ? 'given' : 'wrong';
