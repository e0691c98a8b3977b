import { isIP } from 'node:net';
import type { Pod } from '../../kube/objects/built-in.ts';
import { PORTS_ANNOTATION } from '../../model/keys.ts';

/** Where a worker can be asked for its books. */
export interface WorkerAddress {
  readonly namespace: string;
  readonly name: string;
  /** Empty: its pod has none yet. */
  readonly ip: string;
  readonly port: number;
}

const PORT = 8_080;

/** Undefined for a pod that does not run. Pods of the embedded node share this machine's address, and say which port is theirs. */
export function workerAddress({ metadata, status }: Pod): WorkerAddress | undefined {
  if (status?.phase !== 'Running' || metadata?.deletionTimestamp !== undefined) return undefined;
  const { namespace = '', name = '', annotations } = metadata ?? {};
  const given = typeof status.podIP === 'string' && isIP(status.podIP) !== 0 ? status.podIP : '';
  const own = given.startsWith('127.') ? OWN_PORT.exec(annotations?.[PORTS_ANNOTATION] ?? '')?.groups?.['port'] : undefined;
  return { namespace, name, ip: given, port: own === undefined ? PORT : Number(own) };
}

const OWN_PORT = /"8080":\s*(?<port>\d{1,5})\b/;
