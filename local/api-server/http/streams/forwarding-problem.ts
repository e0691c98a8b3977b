import type { StoredObject } from '../../contracts/kube-object.ts';

/** What a client is told of a port that could not be reached, as a kubelet says it. */
export const forwardingProblem = ({ metadata }: StoredObject, port: number, why: string): string =>
  `error forwarding port ${port} to pod ${metadata.name ?? ''}, uid ${metadata.uid ?? ''}: ${why}`;
