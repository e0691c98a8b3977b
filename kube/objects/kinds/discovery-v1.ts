// Written by scripts/write-kinds.ts: change that.
import type { CoreV1ObjectReference } from './core-v1.ts';
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface DiscoveryV1Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: DiscoveryV1EndpointConditions;
  readonly deprecatedTopology?: Readonly<Record<string, string>>;
  readonly hints?: DiscoveryV1EndpointHints;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: CoreV1ObjectReference;
  readonly zone?: string;
}

export interface DiscoveryV1EndpointConditions {
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

export interface DiscoveryV1EndpointHints {
  readonly forNodes?: readonly DiscoveryV1ForNode[];
  readonly forZones?: readonly DiscoveryV1ForZone[];
}

export interface DiscoveryV1EndpointPort {
  readonly appProtocol?: string;
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: string;
}

export interface DiscoveryV1EndpointSlice {
  readonly addressType: string;
  readonly apiVersion?: string;
  readonly endpoints?: readonly DiscoveryV1Endpoint[];
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly ports?: readonly DiscoveryV1EndpointPort[];
}

export interface DiscoveryV1ForNode {
  readonly name: string;
}

export interface DiscoveryV1ForZone {
  readonly name: string;
}
