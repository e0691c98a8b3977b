import { isIP } from 'node:net';
import type { Pod } from '../kube/objects/built-in.ts';
import { PORTS_ANNOTATION } from '../model/keys.ts';

/** Where something can be asked of a pod. */
export interface PodAddress {
  readonly namespace: string;
  readonly name: string;
  /** Empty: its pod has none yet. */
  readonly ip: string;
  readonly port: number;
}

/** Where workers trade, and where controllers tell their metrics. */
export const WORKER_PORT = 8_080;
export const METRICS_PORT = 9_090;

/** Undefined for a pod that does not run. Pods of the embedded node share this machine's address, and say which port is theirs. */
export function podAddress({ metadata, status }: Pod, port: number): PodAddress | undefined {
  if (status?.phase !== 'Running' || metadata?.deletionTimestamp !== undefined) return undefined;
  const { namespace = '', name = '', annotations } = metadata ?? {};
  const given = typeof status.podIP === 'string' && isIP(status.podIP) !== 0 ? status.podIP : '';
  const own = given.startsWith('127.') ? ownPort(annotations?.[PORTS_ANNOTATION] ?? '', port) : undefined;
  return { namespace, name, ip: given, port: own ?? port };
}

function ownPort(text: string, port: number): number | undefined {
  const found = new RegExp(`"${port}":\\s*(?<own>\\d{1,5})\\b`).exec(text)?.groups?.['own'];
  return found === undefined ? undefined : Number(found);
}
