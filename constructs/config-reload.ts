import type { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';
import { Controller, type AccessRule, type ControllerProps } from './controller.ts';
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
    new AdmissionPolicy(
      this,
      'rolls-only',
      rollsOnly({
        account: `system:serviceaccount:${props.namespace}:config-reload`,
        pausedAt: args.findLast((arg) => arg.startsWith(PAUSED_AT))?.slice(PAUSED_AT.length),
        resources: [
          { group: 'apps', plurals: ['deployments', 'daemonsets', 'statefulsets'] },
          ...(jobs ? [{ group: 'batch', plurals: ['cronjobs'] }] : []),
          ...(rollouts ? [{ group: 'argoproj.io', plurals: ['rollouts'] }] : []),
        ],
      }),
    );
  }
}

const PAUSED_AT = '--pause-deployment-time-annotation=';

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

const rolloutRules: AccessRule[] = [{ apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['get', 'list', 'watch', 'patch'] }];

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
