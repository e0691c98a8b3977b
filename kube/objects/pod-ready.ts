import type { Pod } from './built-in.ts';

export const readyCondition = ({ status }: Pod) => status?.conditions?.find(({ type }) => type === 'Ready');

/** Does the pod say that it is ready? One that is on its way out may still say so. */
export const isReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True';
