// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1Condition, MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface CoreV1AWSElasticBlockStoreVolumeSource {
  readonly fsType?: string;
  readonly partition?: number;
  readonly readOnly?: boolean;
  readonly volumeID: string;
}

export interface CoreV1Affinity {
  readonly nodeAffinity?: CoreV1NodeAffinity;
  readonly podAffinity?: CoreV1PodAffinity;
  readonly podAntiAffinity?: CoreV1PodAntiAffinity;
}

export interface CoreV1AppArmorProfile {
  readonly localhostProfile?: string;
  readonly type: string;
}

export interface CoreV1AttachedVolume {
  readonly devicePath: string;
  readonly name: string;
}

export interface CoreV1AzureDiskVolumeSource {
  readonly cachingMode?: string;
  readonly diskName: string;
  readonly diskURI: string;
  readonly fsType?: string;
  readonly kind?: string;
  readonly readOnly?: boolean;
}

export interface CoreV1AzureFilePersistentVolumeSource {
  readonly readOnly?: boolean;
  readonly secretName: string;
  readonly secretNamespace?: string;
  readonly shareName: string;
}

export interface CoreV1AzureFileVolumeSource {
  readonly readOnly?: boolean;
  readonly secretName: string;
  readonly shareName: string;
}

export interface CoreV1Binding {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly target: CoreV1ObjectReference;
}

export interface CoreV1CSIPersistentVolumeSource {
  readonly controllerExpandSecretRef?: CoreV1SecretReference;
  readonly controllerPublishSecretRef?: CoreV1SecretReference;
  readonly driver: string;
  readonly fsType?: string;
  readonly nodeExpandSecretRef?: CoreV1SecretReference;
  readonly nodePublishSecretRef?: CoreV1SecretReference;
  readonly nodeStageSecretRef?: CoreV1SecretReference;
  readonly readOnly?: boolean;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
  readonly volumeHandle: string;
}

export interface CoreV1CSIVolumeSource {
  readonly driver: string;
  readonly fsType?: string;
  readonly nodePublishSecretRef?: CoreV1LocalObjectReference;
  readonly readOnly?: boolean;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
}

export interface CoreV1Capabilities {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

export interface CoreV1CephFSPersistentVolumeSource {
  readonly monitors: readonly string[];
  readonly path?: string;
  readonly readOnly?: boolean;
  readonly secretFile?: string;
  readonly secretRef?: CoreV1SecretReference;
  readonly user?: string;
}

export interface CoreV1CephFSVolumeSource {
  readonly monitors: readonly string[];
  readonly path?: string;
  readonly readOnly?: boolean;
  readonly secretFile?: string;
  readonly secretRef?: CoreV1LocalObjectReference;
  readonly user?: string;
}

export interface CoreV1CinderPersistentVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1SecretReference;
  readonly volumeID: string;
}

export interface CoreV1CinderVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1LocalObjectReference;
  readonly volumeID: string;
}

export interface CoreV1ClientIPConfig {
  readonly timeoutSeconds?: number;
}

export interface CoreV1ClusterTrustBundleProjection {
  readonly labelSelector?: MetaV1LabelSelector;
  readonly name?: string;
  readonly optional?: boolean;
  readonly path: string;
  readonly signerName?: string;
}

export interface CoreV1ComponentCondition {
  readonly error?: string;
  readonly message?: string;
  readonly status: string;
  readonly type: string;
}

export interface CoreV1ComponentStatus {
  readonly apiVersion?: string;
  readonly conditions?: KeyedList<CoreV1ComponentCondition, 'type'>;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
}

export interface CoreV1ConfigMap {
  readonly apiVersion?: string;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
}

export interface CoreV1ConfigMapEnvSource {
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1ConfigMapKeySelector {
  readonly key: string;
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1ConfigMapNodeConfigSource {
  readonly kubeletConfigKey: string;
  readonly name: string;
  readonly namespace: string;
  readonly resourceVersion?: string;
  readonly uid?: string;
}

export interface CoreV1ConfigMapProjection {
  readonly items?: readonly CoreV1KeyToPath[];
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1ConfigMapVolumeSource {
  readonly defaultMode?: number;
  readonly items?: readonly CoreV1KeyToPath[];
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1Container {
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: KeyedList<CoreV1EnvVar, 'name'>;
  readonly envFrom?: readonly CoreV1EnvFromSource[];
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly lifecycle?: CoreV1Lifecycle;
  readonly livenessProbe?: CoreV1Probe;
  readonly name: string;
  readonly ports?: KeyedList<CoreV1ContainerPort, 'containerPort' | 'protocol'>;
  readonly readinessProbe?: CoreV1Probe;
  readonly resizePolicy?: readonly CoreV1ContainerResizePolicy[];
  readonly resources?: CoreV1ResourceRequirements;
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly CoreV1ContainerRestartRule[];
  readonly securityContext?: CoreV1SecurityContext;
  readonly startupProbe?: CoreV1Probe;
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: string;
  readonly tty?: boolean;
  readonly volumeDevices?: KeyedList<CoreV1VolumeDevice, 'devicePath'>;
  readonly volumeMounts?: KeyedList<CoreV1VolumeMount, 'mountPath'>;
  readonly workingDir?: string;
}

export interface CoreV1ContainerExtendedResourceRequest {
  readonly containerName: string;
  readonly requestName: string;
  readonly resourceName: string;
}

export interface CoreV1ContainerImage {
  readonly names?: readonly string[];
  readonly sizeBytes?: number;
}

export interface CoreV1ContainerPort {
  readonly containerPort: number;
  readonly hostIP?: string;
  readonly hostPort?: number;
  readonly name?: string;
  readonly protocol?: string;
}

export interface CoreV1ContainerResizePolicy {
  readonly resourceName: string;
  readonly restartPolicy: string;
}

export interface CoreV1ContainerRestartRule {
  readonly action: string;
  readonly exitCodes?: CoreV1ContainerRestartRuleOnExitCodes;
}

export interface CoreV1ContainerRestartRuleOnExitCodes {
  readonly operator: string;
  readonly values?: readonly number[];
}

export interface CoreV1ContainerState {
  readonly running?: CoreV1ContainerStateRunning;
  readonly terminated?: CoreV1ContainerStateTerminated;
  readonly waiting?: CoreV1ContainerStateWaiting;
}

export interface CoreV1ContainerStateRunning {
  readonly startedAt?: string;
}

export interface CoreV1ContainerStateTerminated {
  readonly containerID?: string;
  readonly exitCode: number;
  readonly finishedAt?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly signal?: number;
  readonly startedAt?: string;
}

export interface CoreV1ContainerStateWaiting {
  readonly message?: string;
  readonly reason?: string;
}

export interface CoreV1ContainerStatus {
  readonly allocatedResources?: Readonly<Record<string, string>>;
  readonly allocatedResourcesStatus?: KeyedList<CoreV1ResourceStatus, 'name'>;
  readonly containerID?: string;
  readonly image: string;
  readonly imageID: string;
  readonly lastState?: CoreV1ContainerState;
  readonly name: string;
  readonly ready: boolean;
  readonly resources?: CoreV1ResourceRequirements;
  readonly restartCount: number;
  readonly started?: boolean;
  readonly state?: CoreV1ContainerState;
  readonly stopSignal?: string;
  readonly user?: CoreV1ContainerUser;
  readonly volumeMounts?: KeyedList<CoreV1VolumeMountStatus, 'mountPath'>;
}

export interface CoreV1ContainerUser {
  readonly linux?: CoreV1LinuxContainerUser;
}

export interface CoreV1DaemonEndpoint {
  readonly Port: number;
}

export interface CoreV1DownwardAPIProjection {
  readonly items?: readonly CoreV1DownwardAPIVolumeFile[];
}

export interface CoreV1DownwardAPIVolumeFile {
  readonly fieldRef?: CoreV1ObjectFieldSelector;
  readonly mode?: number;
  readonly path: string;
  readonly resourceFieldRef?: CoreV1ResourceFieldSelector;
}

export interface CoreV1DownwardAPIVolumeSource {
  readonly defaultMode?: number;
  readonly items?: readonly CoreV1DownwardAPIVolumeFile[];
}

export interface CoreV1EmptyDirVolumeSource {
  readonly medium?: string;
  readonly sizeLimit?: string;
}

export interface CoreV1EndpointAddress {
  readonly hostname?: string;
  readonly ip: string;
  readonly nodeName?: string;
  readonly targetRef?: CoreV1ObjectReference;
}

export interface CoreV1EndpointPort {
  readonly appProtocol?: string;
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
}

export interface CoreV1EndpointSubset {
  readonly addresses?: readonly CoreV1EndpointAddress[];
  readonly notReadyAddresses?: readonly CoreV1EndpointAddress[];
  readonly ports?: readonly CoreV1EndpointPort[];
}

export interface CoreV1Endpoints {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly subsets?: readonly CoreV1EndpointSubset[];
}

export interface CoreV1EnvFromSource {
  readonly configMapRef?: CoreV1ConfigMapEnvSource;
  readonly prefix?: string;
  readonly secretRef?: CoreV1SecretEnvSource;
}

export interface CoreV1EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: CoreV1EnvVarSource;
}

export interface CoreV1EnvVarSource {
  readonly configMapKeyRef?: CoreV1ConfigMapKeySelector;
  readonly fieldRef?: CoreV1ObjectFieldSelector;
  readonly fileKeyRef?: CoreV1FileKeySelector;
  readonly resourceFieldRef?: CoreV1ResourceFieldSelector;
  readonly secretKeyRef?: CoreV1SecretKeySelector;
}

export interface CoreV1EphemeralContainer {
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: KeyedList<CoreV1EnvVar, 'name'>;
  readonly envFrom?: readonly CoreV1EnvFromSource[];
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly lifecycle?: CoreV1Lifecycle;
  readonly livenessProbe?: CoreV1Probe;
  readonly name: string;
  readonly ports?: KeyedList<CoreV1ContainerPort, 'containerPort' | 'protocol'>;
  readonly readinessProbe?: CoreV1Probe;
  readonly resizePolicy?: readonly CoreV1ContainerResizePolicy[];
  readonly resources?: CoreV1ResourceRequirements;
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly CoreV1ContainerRestartRule[];
  readonly securityContext?: CoreV1SecurityContext;
  readonly startupProbe?: CoreV1Probe;
  readonly stdin?: boolean;
  readonly stdinOnce?: boolean;
  readonly targetContainerName?: string;
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: string;
  readonly tty?: boolean;
  readonly volumeDevices?: KeyedList<CoreV1VolumeDevice, 'devicePath'>;
  readonly volumeMounts?: KeyedList<CoreV1VolumeMount, 'mountPath'>;
  readonly workingDir?: string;
}

export interface CoreV1EphemeralVolumeSource {
  readonly volumeClaimTemplate?: CoreV1PersistentVolumeClaimTemplate;
}

export interface CoreV1Event {
  readonly action?: string;
  readonly apiVersion?: string;
  readonly count?: number;
  readonly eventTime?: string;
  readonly firstTimestamp?: string;
  readonly involvedObject: CoreV1ObjectReference;
  readonly kind?: string;
  readonly lastTimestamp?: string;
  readonly message?: string;
  readonly metadata: MetaV1ObjectMeta;
  readonly reason?: string;
  readonly related?: CoreV1ObjectReference;
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
  readonly series?: CoreV1EventSeries;
  readonly source?: CoreV1EventSource;
  readonly type?: string;
}

export interface CoreV1EventSeries {
  readonly count?: number;
  readonly lastObservedTime?: string;
}

export interface CoreV1EventSource {
  readonly component?: string;
  readonly host?: string;
}

export interface CoreV1ExecAction {
  readonly command?: readonly string[];
}

export interface CoreV1FCVolumeSource {
  readonly fsType?: string;
  readonly lun?: number;
  readonly readOnly?: boolean;
  readonly targetWWNs?: readonly string[];
  readonly wwids?: readonly string[];
}

export interface CoreV1FileKeySelector {
  readonly key: string;
  readonly optional?: boolean;
  readonly path: string;
  readonly volumeName: string;
}

export interface CoreV1FlexPersistentVolumeSource {
  readonly driver: string;
  readonly fsType?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1SecretReference;
}

export interface CoreV1FlexVolumeSource {
  readonly driver: string;
  readonly fsType?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1LocalObjectReference;
}

export interface CoreV1FlockerVolumeSource {
  readonly datasetName?: string;
  readonly datasetUUID?: string;
}

export interface CoreV1GCEPersistentDiskVolumeSource {
  readonly fsType?: string;
  readonly partition?: number;
  readonly pdName: string;
  readonly readOnly?: boolean;
}

export interface CoreV1GRPCAction {
  readonly port: number;
  readonly service?: string;
}

export interface CoreV1GitRepoVolumeSource {
  readonly directory?: string;
  readonly repository: string;
  readonly revision?: string;
}

export interface CoreV1GlusterfsPersistentVolumeSource {
  readonly endpoints: string;
  readonly endpointsNamespace?: string;
  readonly path: string;
  readonly readOnly?: boolean;
}

export interface CoreV1GlusterfsVolumeSource {
  readonly endpoints: string;
  readonly path: string;
  readonly readOnly?: boolean;
}

export interface CoreV1HTTPGetAction {
  readonly host?: string;
  readonly httpHeaders?: readonly CoreV1HTTPHeader[];
  readonly path?: string;
  readonly port: number | string;
  readonly scheme?: string;
}

export interface CoreV1HTTPHeader {
  readonly name: string;
  readonly value: string;
}

export interface CoreV1HostAlias {
  readonly hostnames?: readonly string[];
  readonly ip: string;
}

export interface CoreV1HostIP {
  readonly ip: string;
}

export interface CoreV1HostPathVolumeSource {
  readonly path: string;
  readonly type?: string;
}

export interface CoreV1ISCSIPersistentVolumeSource {
  readonly chapAuthDiscovery?: boolean;
  readonly chapAuthSession?: boolean;
  readonly fsType?: string;
  readonly initiatorName?: string;
  readonly iqn: string;
  readonly iscsiInterface?: string;
  readonly lun: number;
  readonly portals?: readonly string[];
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1SecretReference;
  readonly targetPortal: string;
}

export interface CoreV1ISCSIVolumeSource {
  readonly chapAuthDiscovery?: boolean;
  readonly chapAuthSession?: boolean;
  readonly fsType?: string;
  readonly initiatorName?: string;
  readonly iqn: string;
  readonly iscsiInterface?: string;
  readonly lun: number;
  readonly portals?: readonly string[];
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1LocalObjectReference;
  readonly targetPortal: string;
}

export interface CoreV1ImageVolumeSource {
  readonly pullPolicy?: string;
  readonly reference?: string;
}

export interface CoreV1ImageVolumeStatus {
  readonly imageRef: string;
}

export interface CoreV1KeyToPath {
  readonly key: string;
  readonly mode?: number;
  readonly path: string;
}

export interface CoreV1Lifecycle {
  readonly postStart?: CoreV1LifecycleHandler;
  readonly preStop?: CoreV1LifecycleHandler;
  readonly stopSignal?: string;
}

export interface CoreV1LifecycleHandler {
  readonly exec?: CoreV1ExecAction;
  readonly httpGet?: CoreV1HTTPGetAction;
  readonly sleep?: CoreV1SleepAction;
  readonly tcpSocket?: CoreV1TCPSocketAction;
}

export interface CoreV1LimitRange {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1LimitRangeSpec;
}

export interface CoreV1LimitRangeItem {
  readonly default?: Readonly<Record<string, string>>;
  readonly defaultRequest?: Readonly<Record<string, string>>;
  readonly max?: Readonly<Record<string, string>>;
  readonly maxLimitRequestRatio?: Readonly<Record<string, string>>;
  readonly min?: Readonly<Record<string, string>>;
  readonly type: string;
}

export interface CoreV1LimitRangeSpec {
  readonly limits: readonly CoreV1LimitRangeItem[];
}

export interface CoreV1LinuxContainerUser {
  readonly gid: number;
  readonly supplementalGroups?: readonly number[];
  readonly uid: number;
}

export interface CoreV1LoadBalancerIngress {
  readonly hostname?: string;
  readonly ip?: string;
  readonly ipMode?: string;
  readonly ports?: readonly CoreV1PortStatus[];
}

export interface CoreV1LoadBalancerStatus {
  readonly ingress?: readonly CoreV1LoadBalancerIngress[];
}

export interface CoreV1LocalObjectReference {
  readonly name?: string;
}

export interface CoreV1LocalVolumeSource {
  readonly fsType?: string;
  readonly path: string;
}

export interface CoreV1ModifyVolumeStatus {
  readonly status: string;
  readonly targetVolumeAttributesClassName?: string;
}

export interface CoreV1NFSVolumeSource {
  readonly path: string;
  readonly readOnly?: boolean;
  readonly server: string;
}

export interface CoreV1Namespace {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1NamespaceSpec;
  readonly status?: CoreV1NamespaceStatus;
}

export interface CoreV1NamespaceCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface CoreV1NamespaceSpec {
  readonly finalizers?: readonly string[];
}

export interface CoreV1NamespaceStatus {
  readonly conditions?: KeyedList<CoreV1NamespaceCondition, 'type'>;
  readonly phase?: string;
}

export interface CoreV1Node {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1NodeSpec;
  readonly status?: CoreV1NodeStatus;
}

export interface CoreV1NodeAddress {
  readonly address: string;
  readonly type: string;
}

export interface CoreV1NodeAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly CoreV1PreferredSchedulingTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: CoreV1NodeSelector;
}

export interface CoreV1NodeAllocatableResourceClaimStatus {
  readonly containers?: readonly string[];
  readonly resourceClaimName: string;
  readonly resources: Readonly<Record<string, string>>;
}

export interface CoreV1NodeCondition {
  readonly lastHeartbeatTime?: string;
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface CoreV1NodeConfigSource {
  readonly configMap?: CoreV1ConfigMapNodeConfigSource;
}

export interface CoreV1NodeConfigStatus {
  readonly active?: CoreV1NodeConfigSource;
  readonly assigned?: CoreV1NodeConfigSource;
  readonly error?: string;
  readonly lastKnownGood?: CoreV1NodeConfigSource;
}

export interface CoreV1NodeDaemonEndpoints {
  readonly kubeletEndpoint?: CoreV1DaemonEndpoint;
}

export interface CoreV1NodeFeatures {
  readonly supplementalGroupsPolicy?: boolean;
}

export interface CoreV1NodeRuntimeHandler {
  readonly features?: CoreV1NodeRuntimeHandlerFeatures;
  readonly name?: string;
}

export interface CoreV1NodeRuntimeHandlerFeatures {
  readonly recursiveReadOnlyMounts?: boolean;
  readonly userNamespaces?: boolean;
}

export interface CoreV1NodeSelector {
  readonly nodeSelectorTerms: readonly CoreV1NodeSelectorTerm[];
}

export interface CoreV1NodeSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface CoreV1NodeSelectorTerm {
  readonly matchExpressions?: readonly CoreV1NodeSelectorRequirement[];
  readonly matchFields?: readonly CoreV1NodeSelectorRequirement[];
}

export interface CoreV1NodeSpec {
  readonly configSource?: CoreV1NodeConfigSource;
  readonly externalID?: string;
  readonly podCIDR?: string;
  readonly podCIDRs?: readonly string[];
  readonly providerID?: string;
  readonly taints?: readonly CoreV1Taint[];
  readonly unschedulable?: boolean;
}

export interface CoreV1NodeStatus {
  readonly addresses?: KeyedList<CoreV1NodeAddress, 'type'>;
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly capacity?: Readonly<Record<string, string>>;
  readonly conditions?: KeyedList<CoreV1NodeCondition, 'type'>;
  readonly config?: CoreV1NodeConfigStatus;
  readonly daemonEndpoints?: CoreV1NodeDaemonEndpoints;
  readonly declaredFeatures?: readonly string[];
  readonly features?: CoreV1NodeFeatures;
  readonly images?: readonly CoreV1ContainerImage[];
  readonly nodeInfo?: CoreV1NodeSystemInfo;
  readonly phase?: string;
  readonly runtimeHandlers?: readonly CoreV1NodeRuntimeHandler[];
  readonly volumesAttached?: readonly CoreV1AttachedVolume[];
  readonly volumesInUse?: readonly string[];
}

export interface CoreV1NodeSwapStatus {
  readonly capacity?: number;
}

export interface CoreV1NodeSystemInfo {
  readonly architecture: string;
  readonly bootID: string;
  readonly containerRuntimeVersion: string;
  readonly kernelVersion: string;
  readonly kubeProxyVersion: string;
  readonly kubeletVersion: string;
  readonly machineID: string;
  readonly operatingSystem: string;
  readonly osImage: string;
  readonly swap?: CoreV1NodeSwapStatus;
  readonly systemUUID: string;
}

export interface CoreV1ObjectFieldSelector {
  readonly apiVersion?: string;
  readonly fieldPath: string;
}

export interface CoreV1ObjectReference {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly resourceVersion?: string;
  readonly uid?: string;
}

export interface CoreV1PersistentVolume {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1PersistentVolumeSpec;
  readonly status?: CoreV1PersistentVolumeStatus;
}

export interface CoreV1PersistentVolumeClaim {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1PersistentVolumeClaimSpec;
  readonly status?: CoreV1PersistentVolumeClaimStatus;
}

export interface CoreV1PersistentVolumeClaimCondition {
  readonly lastProbeTime?: string;
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface CoreV1PersistentVolumeClaimSpec {
  readonly accessModes?: readonly string[];
  readonly dataSource?: CoreV1TypedLocalObjectReference;
  readonly dataSourceRef?: CoreV1TypedObjectReference;
  readonly resources?: CoreV1VolumeResourceRequirements;
  readonly selector?: MetaV1LabelSelector;
  readonly storageClassName?: string;
  readonly volumeAttributesClassName?: string;
  readonly volumeMode?: string;
  readonly volumeName?: string;
}

export interface CoreV1PersistentVolumeClaimStatus {
  readonly accessModes?: readonly string[];
  readonly allocatedResourceStatuses?: Readonly<Record<string, string>>;
  readonly allocatedResources?: Readonly<Record<string, string>>;
  readonly capacity?: Readonly<Record<string, string>>;
  readonly conditions?: KeyedList<CoreV1PersistentVolumeClaimCondition, 'type'>;
  readonly currentVolumeAttributesClassName?: string;
  readonly modifyVolumeStatus?: CoreV1ModifyVolumeStatus;
  readonly phase?: string;
}

export interface CoreV1PersistentVolumeClaimTemplate {
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: CoreV1PersistentVolumeClaimSpec;
}

export interface CoreV1PersistentVolumeClaimVolumeSource {
  readonly claimName: string;
  readonly readOnly?: boolean;
}

export interface CoreV1PersistentVolumeSpec {
  readonly accessModes?: readonly string[];
  readonly awsElasticBlockStore?: CoreV1AWSElasticBlockStoreVolumeSource;
  readonly azureDisk?: CoreV1AzureDiskVolumeSource;
  readonly azureFile?: CoreV1AzureFilePersistentVolumeSource;
  readonly capacity?: Readonly<Record<string, string>>;
  readonly cephfs?: CoreV1CephFSPersistentVolumeSource;
  readonly cinder?: CoreV1CinderPersistentVolumeSource;
  readonly claimRef?: CoreV1ObjectReference;
  readonly csi?: CoreV1CSIPersistentVolumeSource;
  readonly fc?: CoreV1FCVolumeSource;
  readonly flexVolume?: CoreV1FlexPersistentVolumeSource;
  readonly flocker?: CoreV1FlockerVolumeSource;
  readonly gcePersistentDisk?: CoreV1GCEPersistentDiskVolumeSource;
  readonly glusterfs?: CoreV1GlusterfsPersistentVolumeSource;
  readonly hostPath?: CoreV1HostPathVolumeSource;
  readonly iscsi?: CoreV1ISCSIPersistentVolumeSource;
  readonly local?: CoreV1LocalVolumeSource;
  readonly mountOptions?: readonly string[];
  readonly nfs?: CoreV1NFSVolumeSource;
  readonly nodeAffinity?: CoreV1VolumeNodeAffinity;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly photonPersistentDisk?: CoreV1PhotonPersistentDiskVolumeSource;
  readonly portworxVolume?: CoreV1PortworxVolumeSource;
  readonly quobyte?: CoreV1QuobyteVolumeSource;
  readonly rbd?: CoreV1RBDPersistentVolumeSource;
  readonly scaleIO?: CoreV1ScaleIOPersistentVolumeSource;
  readonly storageClassName?: string;
  readonly storageos?: CoreV1StorageOSPersistentVolumeSource;
  readonly volumeAttributesClassName?: string;
  readonly volumeMode?: string;
  readonly vsphereVolume?: CoreV1VsphereVirtualDiskVolumeSource;
}

export interface CoreV1PersistentVolumeStatus {
  readonly lastPhaseTransitionTime?: string;
  readonly message?: string;
  readonly phase?: string;
  readonly reason?: string;
}

export interface CoreV1PhotonPersistentDiskVolumeSource {
  readonly fsType?: string;
  readonly pdID: string;
}

export interface CoreV1Pod {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1PodSpec;
  readonly status?: CoreV1PodStatus;
}

export interface CoreV1PodAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly CoreV1WeightedPodAffinityTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly CoreV1PodAffinityTerm[];
}

export interface CoreV1PodAffinityTerm {
  readonly labelSelector?: MetaV1LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
  readonly namespaceSelector?: MetaV1LabelSelector;
  readonly namespaces?: readonly string[];
  readonly topologyKey: string;
}

export interface CoreV1PodAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly CoreV1WeightedPodAffinityTerm[];
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly CoreV1PodAffinityTerm[];
}

export interface CoreV1PodCertificateProjection {
  readonly certificateChainPath?: string;
  readonly credentialBundlePath?: string;
  readonly keyPath?: string;
  readonly keyType: string;
  readonly maxExpirationSeconds?: number;
  readonly signerName: string;
  readonly userAnnotations?: Readonly<Record<string, string>>;
}

export interface CoreV1PodCondition {
  readonly lastProbeTime?: string;
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface CoreV1PodDNSConfig {
  readonly nameservers?: readonly string[];
  readonly options?: readonly CoreV1PodDNSConfigOption[];
  readonly searches?: readonly string[];
}

export interface CoreV1PodDNSConfigOption {
  readonly name?: string;
  readonly value?: string;
}

export interface CoreV1PodExtendedResourceClaimStatus {
  readonly requestMappings: readonly CoreV1ContainerExtendedResourceRequest[];
  readonly resourceClaimName: string;
}

export interface CoreV1PodIP {
  readonly ip: string;
}

export interface CoreV1PodOS {
  readonly name: string;
}

export interface CoreV1PodReadinessGate {
  readonly conditionType: string;
}

export interface CoreV1PodResourceClaim {
  readonly name: string;
  readonly resourceClaimName?: string;
  readonly resourceClaimTemplateName?: string;
}

export interface CoreV1PodResourceClaimStatus {
  readonly name: string;
  readonly resourceClaimName?: string;
}

export interface CoreV1PodSchedulingGate {
  readonly name: string;
}

export interface CoreV1PodSchedulingGroup {
  readonly podGroupName?: string;
}

export interface CoreV1PodSecurityContext {
  readonly appArmorProfile?: CoreV1AppArmorProfile;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: string;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxChangePolicy?: string;
  readonly seLinuxOptions?: CoreV1SELinuxOptions;
  readonly seccompProfile?: CoreV1SeccompProfile;
  readonly supplementalGroups?: readonly number[];
  readonly supplementalGroupsPolicy?: string;
  readonly sysctls?: readonly CoreV1Sysctl[];
  readonly windowsOptions?: CoreV1WindowsSecurityContextOptions;
}

export interface CoreV1PodSpec {
  readonly activeDeadlineSeconds?: number;
  readonly affinity?: CoreV1Affinity;
  readonly automountServiceAccountToken?: boolean;
  readonly containers: KeyedList<CoreV1Container, 'name'>;
  readonly dnsConfig?: CoreV1PodDNSConfig;
  readonly dnsPolicy?: string;
  readonly enableServiceLinks?: boolean;
  readonly ephemeralContainers?: KeyedList<CoreV1EphemeralContainer, 'name'>;
  readonly hostAliases?: KeyedList<CoreV1HostAlias, 'ip'>;
  readonly hostIPC?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostUsers?: boolean;
  readonly hostname?: string;
  readonly hostnameOverride?: string;
  readonly imagePullSecrets?: KeyedList<CoreV1LocalObjectReference, 'name'>;
  readonly initContainers?: KeyedList<CoreV1Container, 'name'>;
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly os?: CoreV1PodOS;
  readonly overhead?: Readonly<Record<string, string>>;
  readonly preemptionPolicy?: string;
  readonly priority?: number;
  readonly priorityClassName?: string;
  readonly readinessGates?: readonly CoreV1PodReadinessGate[];
  readonly resourceClaims?: KeyedList<CoreV1PodResourceClaim, 'name'>;
  readonly resources?: CoreV1ResourceRequirements;
  readonly restartPolicy?: string;
  readonly runtimeClassName?: string;
  readonly schedulerName?: string;
  readonly schedulingGates?: KeyedList<CoreV1PodSchedulingGate, 'name'>;
  readonly schedulingGroup?: CoreV1PodSchedulingGroup;
  readonly securityContext?: CoreV1PodSecurityContext;
  readonly serviceAccount?: string;
  readonly serviceAccountName?: string;
  readonly setHostnameAsFQDN?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly subdomain?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly tolerations?: readonly CoreV1Toleration[];
  readonly topologySpreadConstraints?: KeyedList<CoreV1TopologySpreadConstraint, 'topologyKey' | 'whenUnsatisfiable'>;
  readonly volumes?: KeyedList<CoreV1Volume, 'name'>;
}

export interface CoreV1PodStatus {
  readonly allocatedResources?: Readonly<Record<string, string>>;
  readonly conditions?: KeyedList<CoreV1PodCondition, 'type'>;
  readonly containerStatuses?: readonly CoreV1ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly CoreV1ContainerStatus[];
  readonly extendedResourceClaimStatus?: CoreV1PodExtendedResourceClaimStatus;
  readonly hostIP?: string;
  readonly hostIPs?: readonly CoreV1HostIP[];
  readonly initContainerStatuses?: readonly CoreV1ContainerStatus[];
  readonly message?: string;
  readonly nodeAllocatableResourceClaimStatuses?: readonly CoreV1NodeAllocatableResourceClaimStatus[];
  readonly nominatedNodeName?: string;
  readonly observedGeneration?: number;
  readonly phase?: string;
  readonly podIP?: string;
  readonly podIPs?: KeyedList<CoreV1PodIP, 'ip'>;
  readonly qosClass?: string;
  readonly reason?: string;
  readonly resize?: string;
  readonly resourceClaimStatuses?: KeyedList<CoreV1PodResourceClaimStatus, 'name'>;
  readonly resources?: CoreV1ResourceRequirements;
  readonly startTime?: string;
}

export interface CoreV1PodTemplate {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly template?: CoreV1PodTemplateSpec;
}

export interface CoreV1PodTemplateSpec {
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1PodSpec;
}

export interface CoreV1PortStatus {
  readonly error?: string;
  readonly port: number;
  readonly protocol: string;
}

export interface CoreV1PortworxVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly volumeID: string;
}

export interface CoreV1PreferredSchedulingTerm {
  readonly preference: CoreV1NodeSelectorTerm;
  readonly weight: number;
}

export interface CoreV1Probe {
  readonly exec?: CoreV1ExecAction;
  readonly failureThreshold?: number;
  readonly grpc?: CoreV1GRPCAction;
  readonly httpGet?: CoreV1HTTPGetAction;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly successThreshold?: number;
  readonly tcpSocket?: CoreV1TCPSocketAction;
  readonly terminationGracePeriodSeconds?: number;
  readonly timeoutSeconds?: number;
}

export interface CoreV1ProjectedVolumeSource {
  readonly defaultMode?: number;
  readonly sources?: readonly CoreV1VolumeProjection[];
}

export interface CoreV1QuobyteVolumeSource {
  readonly group?: string;
  readonly readOnly?: boolean;
  readonly registry: string;
  readonly tenant?: string;
  readonly user?: string;
  readonly volume: string;
}

export interface CoreV1RBDPersistentVolumeSource {
  readonly fsType?: string;
  readonly image: string;
  readonly keyring?: string;
  readonly monitors: readonly string[];
  readonly pool?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1SecretReference;
  readonly user?: string;
}

export interface CoreV1RBDVolumeSource {
  readonly fsType?: string;
  readonly image: string;
  readonly keyring?: string;
  readonly monitors: readonly string[];
  readonly pool?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1LocalObjectReference;
  readonly user?: string;
}

export interface CoreV1ReplicationController {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1ReplicationControllerSpec;
  readonly status?: CoreV1ReplicationControllerStatus;
}

export interface CoreV1ReplicationControllerCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface CoreV1ReplicationControllerSpec {
  readonly minReadySeconds?: number;
  readonly replicas?: number;
  readonly selector?: Readonly<Record<string, string>>;
  readonly template?: CoreV1PodTemplateSpec;
}

export interface CoreV1ReplicationControllerStatus {
  readonly availableReplicas?: number;
  readonly conditions?: KeyedList<CoreV1ReplicationControllerCondition, 'type'>;
  readonly fullyLabeledReplicas?: number;
  readonly observedGeneration?: number;
  readonly readyReplicas?: number;
  readonly replicas: number;
}

export interface CoreV1ResourceClaim {
  readonly name: string;
  readonly request?: string;
}

export interface CoreV1ResourceFieldSelector {
  readonly containerName?: string;
  readonly divisor?: string;
  readonly resource: string;
}

export interface CoreV1ResourceHealth {
  readonly health?: string;
  readonly message?: string;
  readonly resourceID: string;
}

export interface CoreV1ResourceQuota {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1ResourceQuotaSpec;
  readonly status?: CoreV1ResourceQuotaStatus;
}

export interface CoreV1ResourceQuotaSpec {
  readonly hard?: Readonly<Record<string, string>>;
  readonly scopeSelector?: CoreV1ScopeSelector;
  readonly scopes?: readonly string[];
}

export interface CoreV1ResourceQuotaStatus {
  readonly hard?: Readonly<Record<string, string>>;
  readonly used?: Readonly<Record<string, string>>;
}

export interface CoreV1ResourceRequirements {
  readonly claims?: KeyedList<CoreV1ResourceClaim, 'name'>;
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

export interface CoreV1ResourceStatus {
  readonly name: string;
  readonly resources?: KeyedList<CoreV1ResourceHealth, 'resourceID'>;
}

export interface CoreV1SELinuxOptions {
  readonly level?: string;
  readonly role?: string;
  readonly type?: string;
  readonly user?: string;
}

export interface CoreV1ScaleIOPersistentVolumeSource {
  readonly fsType?: string;
  readonly gateway: string;
  readonly protectionDomain?: string;
  readonly readOnly?: boolean;
  readonly secretRef: CoreV1SecretReference;
  readonly sslEnabled?: boolean;
  readonly storageMode?: string;
  readonly storagePool?: string;
  readonly system: string;
  readonly volumeName?: string;
}

export interface CoreV1ScaleIOVolumeSource {
  readonly fsType?: string;
  readonly gateway: string;
  readonly protectionDomain?: string;
  readonly readOnly?: boolean;
  readonly secretRef: CoreV1LocalObjectReference;
  readonly sslEnabled?: boolean;
  readonly storageMode?: string;
  readonly storagePool?: string;
  readonly system: string;
  readonly volumeName?: string;
}

export interface CoreV1ScopeSelector {
  readonly matchExpressions?: readonly CoreV1ScopedResourceSelectorRequirement[];
}

export interface CoreV1ScopedResourceSelectorRequirement {
  readonly operator: string;
  readonly scopeName: string;
  readonly values?: readonly string[];
}

export interface CoreV1SeccompProfile {
  readonly localhostProfile?: string;
  readonly type: string;
}

export interface CoreV1Secret {
  readonly apiVersion?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly type?: string;
}

export interface CoreV1SecretEnvSource {
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1SecretKeySelector {
  readonly key: string;
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1SecretProjection {
  readonly items?: readonly CoreV1KeyToPath[];
  readonly name?: string;
  readonly optional?: boolean;
}

export interface CoreV1SecretReference {
  readonly name?: string;
  readonly namespace?: string;
}

export interface CoreV1SecretVolumeSource {
  readonly defaultMode?: number;
  readonly items?: readonly CoreV1KeyToPath[];
  readonly optional?: boolean;
  readonly secretName?: string;
}

export interface CoreV1SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: CoreV1AppArmorProfile;
  readonly capabilities?: CoreV1Capabilities;
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: CoreV1SELinuxOptions;
  readonly seccompProfile?: CoreV1SeccompProfile;
  readonly windowsOptions?: CoreV1WindowsSecurityContextOptions;
}

export interface CoreV1Service {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoreV1ServiceSpec;
  readonly status?: CoreV1ServiceStatus;
}

export interface CoreV1ServiceAccount {
  readonly apiVersion?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly CoreV1LocalObjectReference[];
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly secrets?: KeyedList<CoreV1ObjectReference, 'name'>;
}

export interface CoreV1ServiceAccountTokenProjection {
  readonly audience?: string;
  readonly expirationSeconds?: number;
  readonly path: string;
}

export interface CoreV1ServicePort {
  readonly appProtocol?: string;
  readonly name?: string;
  readonly nodePort?: number;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
}

export interface CoreV1ServiceSpec {
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly externalIPs?: readonly string[];
  readonly externalName?: string;
  readonly externalTrafficPolicy?: string;
  readonly healthCheckNodePort?: number;
  readonly internalTrafficPolicy?: string;
  readonly ipFamilies?: readonly string[];
  readonly ipFamilyPolicy?: string;
  readonly loadBalancerClass?: string;
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly ports?: KeyedList<CoreV1ServicePort, 'port' | 'protocol'>;
  readonly publishNotReadyAddresses?: boolean;
  readonly selector?: Readonly<Record<string, string>>;
  readonly sessionAffinity?: string;
  readonly sessionAffinityConfig?: CoreV1SessionAffinityConfig;
  readonly trafficDistribution?: string;
  readonly type?: string;
}

export interface CoreV1ServiceStatus {
  readonly conditions?: KeyedList<MetaV1Condition, 'type'>;
  readonly loadBalancer?: CoreV1LoadBalancerStatus;
}

export interface CoreV1SessionAffinityConfig {
  readonly clientIP?: CoreV1ClientIPConfig;
}

export interface CoreV1SleepAction {
  readonly seconds: number;
}

export interface CoreV1StorageOSPersistentVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1ObjectReference;
  readonly volumeName?: string;
  readonly volumeNamespace?: string;
}

export interface CoreV1StorageOSVolumeSource {
  readonly fsType?: string;
  readonly readOnly?: boolean;
  readonly secretRef?: CoreV1LocalObjectReference;
  readonly volumeName?: string;
  readonly volumeNamespace?: string;
}

export interface CoreV1Sysctl {
  readonly name: string;
  readonly value: string;
}

export interface CoreV1TCPSocketAction {
  readonly host?: string;
  readonly port: number | string;
}

export interface CoreV1Taint {
  readonly effect: string;
  readonly key: string;
  readonly timeAdded?: string;
  readonly value?: string;
}

export interface CoreV1Toleration {
  readonly effect?: string;
  readonly key?: string;
  readonly operator?: string;
  readonly tolerationSeconds?: number;
  readonly value?: string;
}

export interface CoreV1TopologySelectorLabelRequirement {
  readonly key: string;
  readonly values: readonly string[];
}

export interface CoreV1TopologySelectorTerm {
  readonly matchLabelExpressions?: readonly CoreV1TopologySelectorLabelRequirement[];
}

export interface CoreV1TopologySpreadConstraint {
  readonly labelSelector?: MetaV1LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly maxSkew: number;
  readonly minDomains?: number;
  readonly nodeAffinityPolicy?: string;
  readonly nodeTaintsPolicy?: string;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
}

export interface CoreV1TypedLocalObjectReference {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

export interface CoreV1TypedObjectReference {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface CoreV1Volume {
  readonly awsElasticBlockStore?: CoreV1AWSElasticBlockStoreVolumeSource;
  readonly azureDisk?: CoreV1AzureDiskVolumeSource;
  readonly azureFile?: CoreV1AzureFileVolumeSource;
  readonly cephfs?: CoreV1CephFSVolumeSource;
  readonly cinder?: CoreV1CinderVolumeSource;
  readonly configMap?: CoreV1ConfigMapVolumeSource;
  readonly csi?: CoreV1CSIVolumeSource;
  readonly downwardAPI?: CoreV1DownwardAPIVolumeSource;
  readonly emptyDir?: CoreV1EmptyDirVolumeSource;
  readonly ephemeral?: CoreV1EphemeralVolumeSource;
  readonly fc?: CoreV1FCVolumeSource;
  readonly flexVolume?: CoreV1FlexVolumeSource;
  readonly flocker?: CoreV1FlockerVolumeSource;
  readonly gcePersistentDisk?: CoreV1GCEPersistentDiskVolumeSource;
  readonly gitRepo?: CoreV1GitRepoVolumeSource;
  readonly glusterfs?: CoreV1GlusterfsVolumeSource;
  readonly hostPath?: CoreV1HostPathVolumeSource;
  readonly image?: CoreV1ImageVolumeSource;
  readonly iscsi?: CoreV1ISCSIVolumeSource;
  readonly name: string;
  readonly nfs?: CoreV1NFSVolumeSource;
  readonly persistentVolumeClaim?: CoreV1PersistentVolumeClaimVolumeSource;
  readonly photonPersistentDisk?: CoreV1PhotonPersistentDiskVolumeSource;
  readonly portworxVolume?: CoreV1PortworxVolumeSource;
  readonly projected?: CoreV1ProjectedVolumeSource;
  readonly quobyte?: CoreV1QuobyteVolumeSource;
  readonly rbd?: CoreV1RBDVolumeSource;
  readonly scaleIO?: CoreV1ScaleIOVolumeSource;
  readonly secret?: CoreV1SecretVolumeSource;
  readonly storageos?: CoreV1StorageOSVolumeSource;
  readonly vsphereVolume?: CoreV1VsphereVirtualDiskVolumeSource;
}

export interface CoreV1VolumeDevice {
  readonly devicePath: string;
  readonly name: string;
}

export interface CoreV1VolumeMount {
  readonly mountPath: string;
  readonly mountPropagation?: string;
  readonly name: string;
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

export interface CoreV1VolumeMountStatus {
  readonly mountPath: string;
  readonly name: string;
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
  readonly volumeStatus?: CoreV1VolumeStatus;
}

export interface CoreV1VolumeNodeAffinity {
  readonly required?: CoreV1NodeSelector;
}

export interface CoreV1VolumeProjection {
  readonly clusterTrustBundle?: CoreV1ClusterTrustBundleProjection;
  readonly configMap?: CoreV1ConfigMapProjection;
  readonly downwardAPI?: CoreV1DownwardAPIProjection;
  readonly podCertificate?: CoreV1PodCertificateProjection;
  readonly secret?: CoreV1SecretProjection;
  readonly serviceAccountToken?: CoreV1ServiceAccountTokenProjection;
}

export interface CoreV1VolumeResourceRequirements {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

export interface CoreV1VolumeStatus {
  readonly image?: CoreV1ImageVolumeStatus;
}

export interface CoreV1VsphereVirtualDiskVolumeSource {
  readonly fsType?: string;
  readonly storagePolicyID?: string;
  readonly storagePolicyName?: string;
  readonly volumePath: string;
}

export interface CoreV1WeightedPodAffinityTerm {
  readonly podAffinityTerm: CoreV1PodAffinityTerm;
  readonly weight: number;
}

export interface CoreV1WindowsSecurityContextOptions {
  readonly gmsaCredentialSpec?: string;
  readonly gmsaCredentialSpecName?: string;
  readonly hostProcess?: boolean;
  readonly runAsUserName?: string;
}
