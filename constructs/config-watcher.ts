import { ContainerRestartPolicy, EnvFieldPaths, EnvValue, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { sentence } from '../model/checks/problem.ts';
import { stateRules } from './config-reload.ts';
import {
  CONTROLLER_RESOURCES,
  controllerContainer,
  controllerProblems,
  leaseOf,
  leaseRules,
  type ControllerSettings,
} from './controller.ts';
import { grant, type AccessRule } from './grant.ts';
import { LabelledDeployment } from './labelled-deployment.ts';
import { mergedResources } from './resources.ts';

export interface ConfigWatcherProps {
  readonly namespace: string;
  /** Of the Deployment, and the `app` of its pods. @default 'cuscon', as in the script that this replaces (docs/words.md) */
  readonly name?: string;
  /** Its ServiceAccount. @default 'joe', as in that script */
  readonly account?: string;
  /**
   * Grant no more than to read ConfigMaps and to read and delete pods: then one replica deletes pods one at a time,
   * disruption budgets or not, and what changes while it is down is missed.
   * @default false
   */
  readonly readAndDeleteOnly?: boolean;
  /**
   * Reach the API server through `kubectl proxy` in a container beside it, of this image: one with kubectl in it.
   * @default directly, with the mounted token
   */
  readonly proxyImage?: string;
  /** @default 2 replicas, of which one leads; 1 with `readAndDeleteOnly` */
  readonly settings?: ControllerSettings;
}

/**
 * Replaces pods of one namespace when a ConfigMap with the annotation `magalix.com/podDeleteMatch` changes,
 * with rights in that namespace alone.
 */
export class ConfigWatcher extends Construct {
  readonly deployment: LabelledDeployment;

  constructor(
    scope: Construct,
    id: string,
    { namespace, name = 'cuscon', account: accountName = 'joe', readAndDeleteOnly = false, proxyImage, settings = {} }: ConfigWatcherProps,
  ) {
    super(scope, id);
    this.node.addValidation({
      validate: () => [
        ...controllerProblems(settings).map(sentence),
        ...(readAndDeleteOnly && (settings.replicas ?? 1) > 1
          ? [`replicas is ${settings.replicas}: without a Lease, which readAndDeleteOnly leaves out, give 1`]
          : []),
      ],
    });
    const labels = { app: name };
    const account = new ServiceAccount(this, 'account', { metadata: { name: accountName, namespace }, automountToken: false });
    const may = (role: string, bindingName: string, rules: AccessRule[]): void =>
      grant(this, {
        rules,
        account: { name: accountName, namespace },
        metadata: { name: role, namespace },
        bindingName,
        idSuffix: `-${role}`,
      });
    // Two roles, so that the right to delete never covers ConfigMaps.
    may('watch-configMaps', 'joe-view-configMaps', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'watch', 'list'] }]);
    may('list-delete-pods', 'joe-view-pods', [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'watch', 'list', 'delete'] }]);
    if (!readAndDeleteOnly) may(`${name}-gently`, `${name}-gently`, gentleRules);
    const container = controllerContainer('app', [
      'config-reload',
      '--pods-only',
      '--resources-to-ignore=secrets',
      ...(readAndDeleteOnly ? READ_AND_DELETE_ONLY : []),
      ...(proxyImage === undefined ? [] : [`--server=http://127.0.0.1:${PROXY_PORT}`]),
    ]);
    this.deployment = new LabelledDeployment(this, 'deployment', {
      metadata: { name, namespace, labels },
      podMetadata: { labels },
      selector: labels,
      account,
      container: {
        ...container,
        envVariables: { ...container.envVariables, res_namespace: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE) },
      },
      settings: { replicas: readAndDeleteOnly ? 1 : 2, ...settings, resources: mergedResources(CONTROLLER_RESOURCES, settings.resources) },
    });
    // As a sidecar that is an init container: there before the controller, and until it has ended and released its Lease.
    if (proxyImage !== undefined)
      this.deployment.addInitContainer({
        name: 'proxycontainer',
        image: proxyImage,
        command: ['kubectl', 'proxy', `--port=${PROXY_PORT}`],
        restartPolicy: ContainerRestartPolicy.ALWAYS,
      });
  }
}

const PROXY_PORT = 8001;

/** With these it asks for nothing that the two roles do not grant. */
const READ_AND_DELETE_ONLY = ['--pod-replacement=delete', '--pod-state=memory', '--events=false', '--leader-elect=false'];

const gentleRules: AccessRule[] = [
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ...leaseRules(leaseOf('config-reload')),
  ...stateRules,
];
