import { isRecord } from '../../ground/json/json.ts';
import type { Pod } from './built-in.ts';

export const readyCondition = ({ status }: Pod) => listOf(status?.conditions).find(({ type }) => type === 'Ready');

/** Does the pod say that it is ready? One that is on its way out may still say so. */
export const isReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True';

export const hasRunningContainer = ({ status }: Pod): boolean =>
  listOf(status?.containerStatuses).some(({ state }) => state?.running !== undefined);

/** A status is as its server says it: of what ought to be a list, the objects in it. */
const listOf = <T>(list: readonly T[] | undefined): readonly T[] =>
  Array.isArray(list) ? (list as readonly T[]).filter((item) => isRecord(item)) : [];
