/** A pod as far as Pod Security looks at it. */
export interface PodFields {
  readonly securityContext?: { readonly runAsNonRoot?: boolean; readonly runAsUser?: number };
  readonly containers: readonly ContainerFields[];
  readonly initContainers?: readonly ContainerFields[];
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}
interface ContainerFields {
  readonly name: string;
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly privileged?: boolean;
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
    readonly seccompProfile?: { readonly type: string };
  };
}

const VOLUMES = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret']);

/** What the level `restricted` would say against the pod, of the fields that our constructs and a user's can set. */
export function restrictedProblems({ containers, initContainers = [], volumes = [] }: PodFields): string[] {
  const kinds = volumes.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
  const ofContainers = [...initContainers, ...containers].flatMap(({ name, securityContext: context = {} }) => {
    const rules: Readonly<Record<string, boolean>> = {
      'allowPrivilegeEscalation is not false': context.allowPrivilegeEscalation === false,
      'privileged is true': context.privileged !== true,
      'runAsNonRoot is not true': context.runAsNonRoot === true,
      'runAsUser is 0': context.runAsUser !== 0,
      'capabilities do not drop ALL': context.capabilities?.drop?.includes('ALL') === true,
      'capabilities are added': (context.capabilities?.add ?? []).length === 0,
      'seccompProfile is not RuntimeDefault': context.seccompProfile?.type === 'RuntimeDefault',
    };
    return Object.entries(rules).flatMap(([problem, holds]) => (holds ? [] : [`${name}: ${problem}`]));
  });
  return [...kinds.filter((kind) => !VOLUMES.has(kind)).map((kind) => `volume of kind ${kind}`), ...ofContainers];
}
