import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { Client } from '../../../kube/client/client.ts';
import { pods, type Node, type Pod } from '../../../kube/objects/built-in.ts';
import { keyOf, nameOf, resource, type KubeObject } from '../../../kube/objects/resource.ts';
import type { Parts } from '../../../controllers/runtime/definition.ts';
import { placementProblem } from '../placement.ts';

interface Binding extends KubeObject {
  readonly target: { readonly kind: 'Node'; readonly name: string };
}
const bindings = resource<Binding>('', 'v1', 'pods', 'Binding');

/** The scheduler's part: puts a pod on the node, or says why it cannot be there. */
export async function place(
  client: Client,
  pod: Pod,
  node: Node | undefined,
  { recordEvent, wall }: Pick<Parts, 'recordEvent' | 'wall'>,
): Promise<void> {
  const name = node?.metadata?.name ?? '';
  const about = { resource: pods, object: pod };
  const problem = node === undefined ? undefined : placementProblem(pod, node);
  if (node !== undefined && problem === undefined) {
    await client.create(bindings, { metadata: nameOf(pod), target: { kind: 'Node', name } }, { subresource: 'binding' });
    recordEvent(about, { type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${keyOf(pod)} to ${name}` });
    return;
  }
  const message =
    problem === undefined
      ? 'no nodes available to schedule pods'
      : `0/1 nodes are available: 1 ${problem}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`;
  const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (before?.status === 'False' && before.message === message) return;
  recordEvent(about, { type: 'Warning', reason: 'FailedScheduling', message });
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: timestamp(wall()) };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  await client.patch(
    pods,
    nameOf(pod),
    { merge: { metadata: { uid: pod.metadata?.uid }, status: { conditions: [...others, condition] } } },
    { subresource: 'status' },
  );
}
