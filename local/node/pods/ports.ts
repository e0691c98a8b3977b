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

type ContainerPort = NonNullable<NonNullable<Pod['spec']>['containers'][number]['ports']>[number];

/** Where a process is to listen: `PORT` and `HTTP_ADDR` are its first port, and each further one that has a name is `<NAME>_ADDR`. */
export function listenVariables(
  [first, ...others]: readonly ContainerPort[],
  { ip, ports }: { readonly ip: string; readonly ports: ReadonlyMap<number, number> },
): Readonly<Record<string, string>> {
  const port = ports.get(first?.containerPort ?? 0);
  const named = others.flatMap(({ name, containerPort }) => {
    const at = ports.get(containerPort);
    return name === undefined || at === undefined ? [] : [[`${name.replaceAll('-', '_').toUpperCase()}_ADDR`, `${ip}:${at}`]];
  });
  return { ...Object.fromEntries(named), ...(port === undefined ? {} : { PORT: String(port), HTTP_ADDR: `${ip}:${port}` }) };
}
