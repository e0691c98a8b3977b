import type { Pod } from '../../../kube/objects/built-in.ts';

/** A pod that asks for the time; `unlike` names what matters. */
export const askingPod = (name: string, unlike: Partial<NonNullable<Pod['metadata']>> = {}): Pod => ({
  metadata: { name, namespace: 'default', annotations: { addtime: '' }, ...unlike },
  spec: { containers: [{ name: 'main', image: 'none' }] },
});
