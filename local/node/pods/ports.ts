import { isRecord } from '../../../ground/json/json.ts';
import { isPort } from '../authority.ts';
import { PORTS_ANNOTATION } from '../../../model/keys.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';

/** Container port -> port of this machine; empty for a pod that has none yet, or an annotation that somebody else wrote there. */
export function portsOf({ metadata }: Pod): ReadonlyMap<number, number> {
  const text = metadata?.annotations?.[PORTS_ANNOTATION];
  const mapped = text === undefined ? undefined : parsed(text);
  if (!isRecord(mapped)) return new Map();
  const pairs = Object.entries(mapped).map(([container, machine]): [number, number] => [Number(container), Number(machine)]);
  return new Map(pairs.filter(([container, machine]) => isPort(container) && isPort(machine)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const renderPorts = (ports: ReadonlyMap<number, number>): string => JSON.stringify(Object.fromEntries(ports));

/** Every port that a container of the pod says it listens on. */
export const containerPorts = ({ spec }: Pod): readonly number[] => [
  ...new Set((spec?.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort))),
];
