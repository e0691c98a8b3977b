import type { ConfigMap, Secret } from '../../../kube/objects/built-in.ts';
import type { Program } from './program.ts';

/** What a pod on this machine stands in. */
export interface PodPlace extends Program {
  /** Of this pod alone; removed with it. */
  readonly folder: string;
  readonly ip: string;
  readonly nodeName: string;
  /** Container port -> port of this machine. */
  readonly ports: ReadonlyMap<number, number>;
  /** What every process here is given: how Services are reached, and so on. */
  readonly environment: Readonly<Record<string, string>>;
  readonly configMap: (name: string) => ConfigMap | undefined;
  readonly secret: (name: string) => Secret | undefined;
  /** The folder behind a claim. */
  readonly claim: (name: string) => string | undefined;
  readonly caCertificate: string;
}
