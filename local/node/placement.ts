import type { Node, Pod } from '../../kube/objects/built-in.ts';
import { meets, type SelectorRequirement } from './selection.ts';

type Spec = NonNullable<Pod['spec']>;
type Toleration = NonNullable<Spec['tolerations']>[number];
type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];

const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Why a pod cannot be put on a node, as a scheduler says it; undefined where it can. */
export function placementProblem({ spec }: Pod, node: Node): string | undefined {
  const tolerations = spec?.tolerations ?? [];
  const isBorne = (taint: Taint) => tolerations.some((toleration) => tolerates(toleration, taint));
  if (node.spec?.unschedulable === true && !isBorne(UNSCHEDULABLE)) return 'node(s) were unschedulable';
  if (!isSelected(spec, node)) return "node(s) didn't match Pod's node affinity/selector";
  const taint = (node.spec?.taints ?? []).find((each) => each.effect !== 'PreferNoSchedule' && !isBorne(each));
  return taint === undefined ? undefined : 'node(s) had untolerated taint(s)';
}

/** Is there a taint for which a pod that runs there already has to go? */
export const isExpelled = ({ spec }: Pod, node: Node): boolean =>
  (node.spec?.taints ?? []).some(
    (taint) => taint.effect === 'NoExecute' && !(spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  );

function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key === undefined || key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

function isSelected(spec: Spec | undefined, { metadata }: Node): boolean {
  const labels = new Map(Object.entries(metadata?.labels ?? {}));
  const fields = new Map([['metadata.name', metadata?.name ?? '']]);
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return (
    Object.entries(spec?.nodeSelector ?? {}).every(([key, value]) => labels.get(key) === value) &&
    (terms === undefined ||
      terms.some(
        ({ matchExpressions = [], matchFields = [] }) =>
          matchExpressions.length + matchFields.length > 0 &&
          matchExpressions.every((each) => meetsOfNode(each, labels.get(each.key))) &&
          matchFields.every((each) => meetsOfNode(each, fields.get(each.key))),
      ))
  );
}

/** A node may also be chosen by a number. */
function meetsOfNode(requirement: SelectorRequirement, value: string | undefined): boolean {
  const { operator, values = [] } = requirement;
  if (operator === 'Gt') return Number(value) > Number(values[0]);
  if (operator === 'Lt') return Number(value) < Number(values[0]);
  return meets(requirement, value);
}
