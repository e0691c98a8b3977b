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

type Container = NonNullable<Pod['spec']>['containers'][number];
type ContainerPort = Pick<NonNullable<Container['ports']>[number], 'containerPort' | 'name'>;

/** What our programs listen on where nobody says otherwise. */
const USUAL: ContainerPort = { containerPort: 8_080 };

/** What a container listens on: what it declares, and what its probes ask. */
export function listenedPorts({ ports = [], startupProbe, readinessProbe, livenessProbe }: Container): readonly ContainerPort[] {
  const declared = new Set(ports.map(({ containerPort }) => containerPort));
  const probed = new Set([readinessProbe, livenessProbe, startupProbe].map((probe) => Number((probe?.httpGet ?? probe?.tcpSocket)?.port)));
  const known = [
    ...ports,
    ...[...probed].filter((port) => isPort(port) && !declared.has(port)).map((containerPort) => ({ containerPort })),
  ];
  return known.length > 0 ? known : [USUAL];
}

/** Every port of a pod: each is another one on this machine, so that no pod is in the way of another. */
export const containerPorts = ({ spec }: Pod): readonly number[] => [
  ...new Set((spec?.containers ?? []).flatMap(listenedPorts).map(({ containerPort }) => containerPort)),
];

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
