/** The checks on workloads, networks and rights of the scanners that people run, by the names that they report. */
export const checkLists: Readonly<Record<string, readonly string[]>> = {
  'kube-linter': (
    'dangling-service deprecated-service-account-field docker-sock drop-net-raw-capability duplicate-env-var env-var-secret host-ipc host-network host-pid invalid-target-ports ' +
    'job-ttl-seconds-after-finished latest-tag liveness-port mismatching-selector no-anti-affinity no-extensions-v1beta no-read-only-root-fs non-existent-service-account pdb-max-unavailable ' +
    'pdb-min-available pdb-unhealthy-pod-eviction-policy privilege-escalation-container privileged-container readiness-port run-as-non-root sensitive-host-mounts ssh-port startup-port ' +
    'unsafe-proc-mount unsafe-sysctls unset-cpu-requirements unset-memory-requirements access-to-create-pods access-to-secrets cluster-admin-role-binding dangling-horizontalpodautoscaler ' +
    'dangling-networkpolicy dangling-networkpolicypeer-podselector default-service-account no-liveness-probe no-readiness-probe no-rolling-update-strategy non-isolated-pod priority-class-name ' +
    'privileged-ports restart-policy schema-validation use-namespace wildcard-in-rules'
  ).split(' '),
  'kube-score': (
    'container-resources container-image-tag container-image-pull-policy container-ephemeral-storage-request-and-limit pod-networkpolicy networkpolicy-targets-pod pod-probes pod-probes-identical ' +
    'container-security-context-user-group-id container-security-context-privileged container-security-context-readonlyrootfilesystem deployment-has-poddisruptionbudget ' +
    'deployment-has-host-podantiaffinity service-targets-pod label-values stable-version pod-topology-spread-constraints deployment-replicas deployment-strategy container-seccomp-profile container-ports-check'
  ).split(' '),
  polaris: (
    'tagNotSpecified privilegeEscalationAllowed runAsRootAllowed runAsPrivileged dangerousCapabilities hostIPCSet hostPIDSet hostNetworkSet sensitiveContainerEnvVar sensitiveConfigmapContent ' +
    'clusterrolebindingClusterAdmin rolebindingClusterAdminClusterRole rolebindingClusterAdminRole clusterrolePodExecAttach rolePodExecAttach clusterrolebindingPodExecAttach ' +
    'rolebindingClusterRolePodExecAttach rolebindingRolePodExecAttach automountServiceAccountToken linuxHardening missingNetworkPolicy notReadOnlyRootFilesystem insecureCapabilities ' +
    'pullPolicyNotAlways readinessProbeMissing livenessProbeMissing cpuRequestsMissing cpuLimitsMissing memoryRequestsMissing memoryLimitsMissing priorityClassNotSet topologySpreadConstraint ' +
    'missingPodDisruptionBudget metadataAndInstanceMismatched deploymentMissingReplicas'
  ).split(' '),
  kubescape:
    'C-0002 C-0012 C-0013 C-0016 C-0017 C-0030 C-0034 C-0035 C-0038 C-0041 C-0044 C-0045 C-0046 C-0048 C-0054 C-0055 C-0057 C-0058 C-0078 C-0207 C-0260 C-0270 C-0271'.split(
      ' ',
    ),
};
