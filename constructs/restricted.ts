import { Capability, SeccompProfileType, type ContainerSecurityContextProps, type PodSecurityContextProps } from 'cdk8s-plus-28';

/** A user that no image and no node gives a meaning to. */
const NOBODY = 65_532;

/** What Pod Security's `restricted` asks of a pod, and a numeric user. */
export const restrictedPod: PodSecurityContextProps = { ensureNonRoot: true, user: NOBODY, group: NOBODY, fsGroup: NOBODY };

/** What `restricted` asks of each container, a sidecar included; and a root file system that nobody writes. */
export const restrictedContainer: ContainerSecurityContextProps = {
  ensureNonRoot: true,
  user: NOBODY,
  group: NOBODY,
  readOnlyRootFilesystem: true,
  privileged: false,
  allowPrivilegeEscalation: false,
  capabilities: { drop: [Capability.ALL] },
  seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
};

/** The level that each of our namespaces enforces; pinned, so that a newer cluster does not change its mind. */
export const podSecurityLabels: Readonly<Record<string, string>> = Object.fromEntries(
  ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, 'v1.32'],
  ]),
);
