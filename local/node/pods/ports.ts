import type { Pod } from '../../../kube/objects/built-in.ts';

/** On a pod of this machine: which port of the machine stands for which port of its containers, as JSON. */
export const PORTS_ANNOTATION = 'node.civ8s.dev/ports';

/** Container port -> port of this machine; empty for a pod that has none yet. */
export function portsOf({ metadata }: Pod): ReadonlyMap<number, number> {
  const text = metadata?.annotations?.[PORTS_ANNOTATION];
  if (text === undefined) return new Map();
  const entries = Object.entries(JSON.parse(text) as Record<string, number>);
  return new Map(entries.map(([container, machine]) => [Number(container), machine]));
}

export const renderPorts = (ports: ReadonlyMap<number, number>): string => JSON.stringify(Object.fromEntries(ports));

/** Every port that a container of the pod says it listens on. */
export const containerPorts = ({ spec }: Pod): readonly number[] => [
  ...new Set((spec?.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort))),
];
