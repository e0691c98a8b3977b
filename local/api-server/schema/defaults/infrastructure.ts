import type { DefaultsTable } from './struct-defaults.ts';

const ONE_DEVICE: DefaultsTable[string] = {
  allocationMode: 'ExactCount',
  count: ({ allocationMode }) => (allocationMode === 'ExactCount' ? 1 : undefined),
};

/** Of storage, scheduling, flow control and devices. */
export const INFRASTRUCTURE_DEFAULTS: DefaultsTable = {
  'storage.v1.StorageClass': { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  'storage.v1.CSIDriverSpec': {
    attachRequired: true,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    podInfoOnMount: false,
    requiresRepublish: false,
    seLinuxMount: false,
    storageCapacity: false,
    volumeLifecycleModes: ['Persistent'],
  },
  'scheduling.v1.PriorityClass': { preemptionPolicy: 'PreemptLowerPriority' },
  'flowcontrol.v1.FlowSchemaSpec': { matchingPrecedence: 1_000 },
  'flowcontrol.v1.LimitedPriorityLevelConfiguration': { nominalConcurrencyShares: 30, lendablePercent: 0 },
  'flowcontrol.v1.ExemptPriorityLevelConfiguration': { nominalConcurrencyShares: 0, lendablePercent: 0 },
  'flowcontrol.v1.QueuingConfiguration': { handSize: 8, queueLengthLimit: 50, queues: 64 },
  'resource.v1.ExactDeviceRequest': ONE_DEVICE,
  'resource.v1.DeviceSubRequest': ONE_DEVICE,
};
