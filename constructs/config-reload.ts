import type { Construct } from 'constructs';
import { keyProblem } from '../model/checks/label-problems.ts';
import { found, sentence, type Problem } from '../model/checks/problem.ts';
import { AdmissionPolicy } from './admission-policy.ts';
import { Controller, type ControllerProps } from './controller.ts';
import type { AccessRule } from './grant.ts';
import { rollsOnly } from './rolls-only.ts';

export interface ConfigReloadProps extends Pick<ControllerProps, 'namespace' | 'settings' | 'network'> {
  /** Roll workloads for their Secrets as well: then it may read every Secret of the cluster. @default false */
  readonly secrets?: boolean;
  /** Look after CronJobs and Jobs as well: then it may create and delete Jobs. @default false */
  readonly jobs?: boolean;
  /** Replace the pods that `magalix.com/podDeleteMatch` asks for as well: then it may evict any pod. @default false */
  readonly pods?: boolean;
  /** Publish the ConfigMap `reloader-meta-info`, by which tools that know Reloader find it. @default false */
  readonly metaInfo?: boolean;
  /** Look after Argo Rollouts as well, once the cluster has them: then it may patch them. @default false */
  readonly rollouts?: boolean;
  /**
   * Roll workloads for what the CSI driver for secrets mounts as well: then it may read which versions pods have, not the secrets.
   * @default false
   */
  readonly secretProviderClasses?: boolean;
  /**
   * Where the beginning of a pause is noted on a Deployment. The controller writes it there, and the policy lets it.
   * @default 'deployment.reloader.stakater.com/paused-at'
   */
  readonly pausedAtAnnotation?: string;
  /**
   * Of the workloads that share a changed source, so many may be rolled and not available again; the others wait. Of a number
   * and a percentage, the larger counts.
   * @default '10,10%'
   */
  readonly maxUnavailable?: `${number}` | `${number}%` | `${number},${number}%`;
  /** So many rolls at most in any stretch of so much time, in the whole cluster: `100/1s`, `30/1m`. @default no limit */
  readonly maxRolls?: `${number}/${string}`;
  /** The same, of each namespace for itself. @default no limit */
  readonly maxRollsPerNamespace?: `${number}/${string}`;
  /** More flags of `civ controller config-reload`. @default none */
  readonly args?: readonly string[];
}

/** The controller that rolls workloads when what they are configured by changes; a policy holds it to that. */
export class ConfigReload extends Controller {
  constructor(
    scope: Construct,
    id: string,
    {
      secrets = false,
      jobs = false,
      pods = false,
      rollouts = false,
      secretProviderClasses = false,
      metaInfo = false,
      pausedAtAnnotation,
      maxUnavailable,
      maxRolls,
      maxRollsPerNamespace,
      args = [],
      ...props
    }: ConfigReloadProps,
  ) {
    super(scope, id, {
      ...props,
      name: 'config-reload',
      args: [
        'config-reload',
        ...(secrets ? [] : ['--resources-to-ignore=secrets']),
        ...(jobs ? [] : ['--ignored-workload-types=jobs,cronjobs']),
        ...(pods ? [] : ['--pod-delete-match=false']),
        ...(rollouts ? ['--is-Argo-Rollouts'] : []),
        ...(secretProviderClasses ? ['--enable-csi-integration'] : []),
        ...(metaInfo ? [`--meta-info-namespace=${props.namespace}`, '--meta-info-deployment=config-reload'] : []),
        ...flag(PAUSED_AT_FLAG, pausedAtAnnotation),
        ...flag('max-unavailable', maxUnavailable),
        ...flag('max-rolls', maxRolls),
        ...flag('max-rolls-per-namespace', maxRollsPerNamespace),
        ...args,
      ],
      clusterRules: [
        { apiGroups: [''], resources: secrets ? ['configmaps', 'secrets'] : ['configmaps'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apps'], resources: ['deployments', 'daemonsets', 'statefulsets'], verbs: ['get', 'list', 'watch', 'patch'] },
        ...(jobs ? jobRules : []),
        ...(pods ? podRules : []),
        ...(rollouts ? rolloutRules : []),
        ...(secretProviderClasses ? classRules : []),
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      ],
      ownRules: [...(secrets ? keyRules : []), ...(pods ? stateRules : []), ...(metaInfo ? metaInfoRules : [])],
    });
    this.node.addValidation({ validate: () => pausedAtProblems(pausedAtAnnotation, args).map(sentence) });
    new AdmissionPolicy(
      this,
      'rolls-only',
      rollsOnly({
        account: `system:serviceaccount:${props.namespace}:config-reload`,
        pausedAt: pausedAtAnnotation,
        resources: [
          { group: 'apps', plurals: ['deployments', 'daemonsets', 'statefulsets'] },
          ...(jobs ? [{ group: 'batch', plurals: ['cronjobs'] }] : []),
          ...(rollouts ? [{ group: 'argoproj.io', plurals: ['rollouts'] }] : []),
        ],
      }),
    );
  }
}

const flag = (name: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [`--${name}=${value}`]);

const PAUSED_AT_FLAG = 'pause-deployment-time-annotation';

/** A flag may have one dash or two, capitals, and its value behind it. The policy has to know what it says. */
const pausedAtProblems = (annotation: string | undefined, args: readonly string[]): readonly Problem[] => [
  ...(annotation === undefined ? [] : found(keyProblem(annotation), 'pausedAtAnnotation:')),
  ...args
    .filter((arg) => new RegExp(`^--?${PAUSED_AT_FLAG}(=|$)`, 'i').test(arg))
    .map((arg) => ({
      what: `args has ${arg}, which the policy of ConfigReload cannot see, so that it would refuse what the controller writes there`,
      remedy: 'give the prop pausedAtAnnotation instead, which both take',
    })),
];

const jobRules: AccessRule[] = [
  { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['get', 'list', 'watch', 'patch'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'list', 'watch', 'create', 'delete', 'patch'] },
];

const podRules: AccessRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
];

const classRules: AccessRule[] = [
  {
    apiGroups: ['secrets-store.csi.x-k8s.io'],
    resources: ['secretproviderclasses', 'secretproviderclasspodstatuses'],
    verbs: ['list', 'watch'],
  },
];

const rolloutRules: AccessRule[] = [{ apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['list', 'watch', 'patch'] }];

/** Which content pods have is noted in a ConfigMap. Reading all of them is granted above. */
export const stateRules: AccessRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'patch'], resourceNames: ['civ8s-config-reload'] },
];

/** It is applied, and who applies names what is created. */
const metaInfoRules: AccessRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'patch'], resourceNames: ['reloader-meta-info'] },
];

/** What the digests of Secrets are made with is kept in a Secret of its own. Reading all of them is granted above. */
const keyRules: AccessRule[] = [{ apiGroups: [''], resources: ['secrets'], verbs: ['create'] }];
