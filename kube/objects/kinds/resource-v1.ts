// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { CoreV1NodeSelector } from './core-v1.ts';
import type { MetaV1Condition, MetaV1ObjectMeta } from './meta-v1.ts';

export interface ResourceV1AllocatedDeviceStatus {
  readonly conditions?: KeyedList<MetaV1Condition, 'type'>;
  readonly data?: object;
  readonly device: string;
  readonly driver: string;
  readonly networkData?: ResourceV1NetworkDeviceData;
  readonly pool: string;
  readonly shareID?: string;
}

export interface ResourceV1AllocationResult {
  readonly allocationTimestamp?: string;
  readonly devices?: ResourceV1DeviceAllocationResult;
  readonly nodeSelector?: CoreV1NodeSelector;
}

export interface ResourceV1CELDeviceSelector {
  readonly expression: string;
}

export interface ResourceV1CapacityRequestPolicy {
  readonly default?: string;
  readonly validRange?: ResourceV1CapacityRequestPolicyRange;
  readonly validValues?: readonly string[];
}

export interface ResourceV1CapacityRequestPolicyRange {
  readonly max?: string;
  readonly min: string;
  readonly step?: string;
}

export interface ResourceV1CapacityRequirements {
  readonly requests?: Readonly<Record<string, string>>;
}

export interface ResourceV1Counter {
  readonly value: string;
}

export interface ResourceV1CounterSet {
  readonly counters: Readonly<Record<string, ResourceV1Counter>>;
  readonly name: string;
}

export interface ResourceV1Device {
  readonly allNodes?: boolean;
  readonly allowMultipleAllocations?: boolean;
  readonly attributes?: Readonly<Record<string, ResourceV1DeviceAttribute>>;
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
  readonly bindsToNode?: boolean;
  readonly capacity?: Readonly<Record<string, ResourceV1DeviceCapacity>>;
  readonly consumesCounters?: readonly ResourceV1DeviceCounterConsumption[];
  readonly name: string;
  readonly nodeAllocatableResourceMappings?: Readonly<Record<string, ResourceV1NodeAllocatableResourceMapping>>;
  readonly nodeName?: string;
  readonly nodeSelector?: CoreV1NodeSelector;
  readonly taints?: readonly ResourceV1DeviceTaint[];
}

export interface ResourceV1DeviceAllocationConfiguration {
  readonly opaque?: ResourceV1OpaqueDeviceConfiguration;
  readonly requests?: readonly string[];
  readonly source: string;
}

export interface ResourceV1DeviceAllocationResult {
  readonly config?: readonly ResourceV1DeviceAllocationConfiguration[];
  readonly results?: readonly ResourceV1DeviceRequestAllocationResult[];
}

export interface ResourceV1DeviceAttribute {
  readonly bool?: boolean;
  readonly bools?: readonly boolean[];
  readonly int?: number;
  readonly ints?: readonly number[];
  readonly string?: string;
  readonly strings?: readonly string[];
  readonly version?: string;
  readonly versions?: readonly string[];
}

export interface ResourceV1DeviceCapacity {
  readonly requestPolicy?: ResourceV1CapacityRequestPolicy;
  readonly value: string;
}

export interface ResourceV1DeviceClaim {
  readonly config?: readonly ResourceV1DeviceClaimConfiguration[];
  readonly constraints?: readonly ResourceV1DeviceConstraint[];
  readonly requests?: readonly ResourceV1DeviceRequest[];
}

export interface ResourceV1DeviceClaimConfiguration {
  readonly opaque?: ResourceV1OpaqueDeviceConfiguration;
  readonly requests?: readonly string[];
}

export interface ResourceV1DeviceClass {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: ResourceV1DeviceClassSpec;
}

export interface ResourceV1DeviceClassConfiguration {
  readonly opaque?: ResourceV1OpaqueDeviceConfiguration;
}

export interface ResourceV1DeviceClassSpec {
  readonly config?: readonly ResourceV1DeviceClassConfiguration[];
  readonly extendedResourceName?: string;
  readonly selectors?: readonly ResourceV1DeviceSelector[];
}

export interface ResourceV1DeviceConstraint {
  readonly distinctAttribute?: string;
  readonly matchAttribute?: string;
  readonly requests?: readonly string[];
}

export interface ResourceV1DeviceCounterConsumption {
  readonly counterSet: string;
  readonly counters: Readonly<Record<string, ResourceV1Counter>>;
}

export interface ResourceV1DeviceRequest {
  readonly exactly?: ResourceV1ExactDeviceRequest;
  readonly firstAvailable?: readonly ResourceV1DeviceSubRequest[];
  readonly name: string;
}

export interface ResourceV1DeviceRequestAllocationResult {
  readonly adminAccess?: boolean;
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
  readonly consumedCapacity?: Readonly<Record<string, string>>;
  readonly device: string;
  readonly driver: string;
  readonly pool: string;
  readonly request: string;
  readonly shareID?: string;
  readonly tolerations?: readonly ResourceV1DeviceToleration[];
}

export interface ResourceV1DeviceSelector {
  readonly cel?: ResourceV1CELDeviceSelector;
}

export interface ResourceV1DeviceSubRequest {
  readonly allocationMode?: string;
  readonly capacity?: ResourceV1CapacityRequirements;
  readonly count?: number;
  readonly deviceClassName: string;
  readonly name: string;
  readonly selectors?: readonly ResourceV1DeviceSelector[];
  readonly tolerations?: readonly ResourceV1DeviceToleration[];
}

export interface ResourceV1DeviceTaint {
  readonly effect: string;
  readonly key: string;
  readonly timeAdded?: string;
  readonly value?: string;
}

export interface ResourceV1DeviceToleration {
  readonly effect?: string;
  readonly key?: string;
  readonly operator?: string;
  readonly tolerationSeconds?: number;
  readonly value?: string;
}

export interface ResourceV1ExactDeviceRequest {
  readonly adminAccess?: boolean;
  readonly allocationMode?: string;
  readonly capacity?: ResourceV1CapacityRequirements;
  readonly count?: number;
  readonly deviceClassName: string;
  readonly selectors?: readonly ResourceV1DeviceSelector[];
  readonly tolerations?: readonly ResourceV1DeviceToleration[];
}

export interface ResourceV1NetworkDeviceData {
  readonly hardwareAddress?: string;
  readonly interfaceName?: string;
  readonly ips?: readonly string[];
}

export interface ResourceV1NodeAllocatableResourceMapping {
  readonly allocationMultiplier?: string;
  readonly capacityKey?: string;
}

export interface ResourceV1OpaqueDeviceConfiguration {
  readonly driver: string;
  readonly parameters: object;
}

export interface ResourceV1ResourceClaim {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: ResourceV1ResourceClaimSpec;
  readonly status?: ResourceV1ResourceClaimStatus;
}

export interface ResourceV1ResourceClaimConsumerReference {
  readonly apiGroup?: string;
  readonly name: string;
  readonly resource: string;
  readonly uid: string;
}

export interface ResourceV1ResourceClaimSpec {
  readonly devices?: ResourceV1DeviceClaim;
}

export interface ResourceV1ResourceClaimStatus {
  readonly allocation?: ResourceV1AllocationResult;
  readonly devices?: KeyedList<ResourceV1AllocatedDeviceStatus, 'driver' | 'device' | 'pool' | 'shareID'>;
  readonly reservedFor?: KeyedList<ResourceV1ResourceClaimConsumerReference, 'uid'>;
}

export interface ResourceV1ResourceClaimTemplate {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: ResourceV1ResourceClaimTemplateSpec;
}

export interface ResourceV1ResourceClaimTemplateSpec {
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: ResourceV1ResourceClaimSpec;
}

export interface ResourceV1ResourcePool {
  readonly generation: number;
  readonly name: string;
  readonly resourceSliceCount: number;
}

export interface ResourceV1ResourceSlice {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: ResourceV1ResourceSliceSpec;
}

export interface ResourceV1ResourceSliceSpec {
  readonly allNodes?: boolean;
  readonly devices?: readonly ResourceV1Device[];
  readonly driver: string;
  readonly nodeName?: string;
  readonly nodeSelector?: CoreV1NodeSelector;
  readonly perDeviceNodeSelection?: boolean;
  readonly pool: ResourceV1ResourcePool;
  readonly sharedCounters?: readonly ResourceV1CounterSet[];
}
