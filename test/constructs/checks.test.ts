import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { render } from '../../constructs/synth.ts';
import { realm } from '../../realm.ts';
import { checkLists } from './check-lists.ts';
import { manifestsOf, nameOf, type Manifest } from './manifests.ts';
import { selects, templatesOf, type RenderedContainer, type RenderedLabels, type Template } from './workloads.ts';

/** What the sample renders to, which `npm run verify` holds equal to dist/; and the same with two workers a shop. */
const manifests = [render(realm), render(realm, { defaults: { replicas: 2 }, system: false })].flatMap(manifestsOf);
const templates = templatesOf(manifests);
const containers = templates.flatMap((template) => template.containers);
const several = templates.filter(({ replicas }) => replicas > 1);
const of = (...kinds: readonly string[]) => manifests.filter(({ kind }) => kinds.includes(kind));

const offenders = (list: readonly { readonly name: string }[], isRight: (one: never) => boolean): readonly string[] =>
  list.filter((one) => !isRight(one as never)).map(({ name }) => name);
const everyContainer = (isRight: (container: RenderedContainer) => boolean) => () => offenders(containers, isRight);
const everyTemplate = (isRight: (template: Template) => boolean) => () => offenders(templates, isRight);
const every = (kinds: readonly string[], isRight: (manifest: Manifest) => boolean) => () =>
  of(...kinds)
    .filter((manifest) => !isRight(manifest))
    .map(nameOf);

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
const everyRule = (isRight: (rule: Rule) => boolean) => every(['Role', 'ClusterRole'], ({ rules }) => (rules as Rule[]).every(isRight));
const grants = ({ resources, verbs }: Rule, resource: string, ...any: readonly string[]) =>
  resources.some((one) => one === resource || one === '*') && verbs.some((verb) => verb === '*' || any.length === 0 || any.includes(verb));
const selectorOf = ({ spec }: Manifest): RenderedLabels => (spec as { readonly selector: RenderedLabels }).selector;
const policySelector = ({ spec }: Manifest): RenderedLabels =>
  (spec as { readonly podSelector: { readonly matchLabels?: RenderedLabels } }).podSelector.matchLabels ?? {};
const targets = (namespace: string | undefined, selector: RenderedLabels) =>
  templates.some((template) => template.namespace === namespace && selects(selector, template.labels));
const budgetsOf = (template: Template) =>
  of('PodDisruptionBudget')
    .map(({ metadata, spec }) => ({
      metadata,
      spec: spec as {
        readonly maxUnavailable: number;
        readonly selector: { readonly matchLabels: RenderedLabels };
        readonly unhealthyPodEvictionPolicy: string;
      },
    }))
    .filter(({ metadata, spec }) => metadata.namespace === template.namespace && selects(spec.selector.matchLabels, template.labels));

const kept: readonly { readonly checks: string; readonly offenders: () => readonly string[] }[] = [
  {
    checks: 'kube-linter latest-tag, kube-score container-image-tag, polaris tagNotSpecified',
    offenders: everyContainer(({ image }) => /:(?!latest$)[\w.-]+$|@sha256:/.test(image)),
  },
  {
    checks:
      'kube-linter no-read-only-root-fs, kube-score container-security-context-readonlyrootfilesystem, polaris notReadOnlyRootFilesystem, kubescape C-0017',
    offenders: everyContainer(({ securityContext }) => securityContext.readOnlyRootFilesystem),
  },
  {
    checks: 'kube-linter run-as-non-root, polaris runAsRootAllowed, kubescape C-0013',
    offenders: everyContainer(({ securityContext }) => securityContext.runAsNonRoot && securityContext.runAsUser > 0),
  },
  {
    checks: 'kube-score container-security-context-user-group-id',
    offenders: everyContainer(({ securityContext }) => securityContext.runAsUser > 10_000 && securityContext.runAsGroup > 10_000),
  },
  {
    checks: 'kube-linter privilege-escalation-container, polaris privilegeEscalationAllowed, kubescape C-0016',
    offenders: everyContainer(({ securityContext }) => !securityContext.allowPrivilegeEscalation),
  },
  {
    checks: 'kube-linter privileged-container, kube-score container-security-context-privileged, polaris runAsPrivileged, kubescape C-0057',
    offenders: everyContainer(({ securityContext }) => !securityContext.privileged),
  },
  {
    checks:
      'kube-linter drop-net-raw-capability, polaris dangerousCapabilities, polaris insecureCapabilities, polaris linuxHardening, kubescape C-0046, kubescape C-0055',
    offenders: everyContainer(
      ({ securityContext }) => securityContext.capabilities.drop.includes('ALL') && securityContext.capabilities.add === undefined,
    ),
  },
  {
    checks: 'kube-score container-seccomp-profile',
    offenders: everyContainer(({ securityContext }) => securityContext.seccompProfile.type === 'RuntimeDefault'),
  },
  { checks: 'kube-linter unsafe-proc-mount', offenders: everyContainer(({ securityContext }) => securityContext.procMount === undefined) },
  { checks: 'kube-linter unsafe-sysctls', offenders: everyTemplate(({ spec }) => spec.securityContext.sysctls === undefined) },
  {
    checks:
      'kube-linter host-ipc, kube-linter host-network, kube-linter host-pid, polaris hostIPCSet, polaris hostPIDSet, polaris hostNetworkSet, kubescape C-0038, kubescape C-0041',
    offenders: everyTemplate(({ spec }) =>
      ['hostIPC', 'hostPID', 'hostNetwork'].every((field) => spec[field] === undefined || spec[field] === false),
    ),
  },
  {
    checks: 'kube-linter docker-sock, kube-linter sensitive-host-mounts, kubescape C-0045, kubescape C-0048',
    offenders: everyTemplate(({ spec }) => (spec.volumes ?? []).every((volume) => !('hostPath' in volume))),
  },
  {
    checks: 'kubescape C-0058',
    offenders: everyContainer(({ volumeMounts = [] }) => volumeMounts.every(({ subPath }) => subPath === undefined)),
  },
  { checks: 'kubescape C-0044', offenders: everyContainer(({ ports }) => ports.every(({ hostPort }) => hostPort === undefined)) },
  {
    checks:
      'kube-linter unset-cpu-requirements, kube-linter unset-memory-requirements, kube-score container-resources, polaris cpuRequestsMissing, polaris cpuLimitsMissing, polaris memoryRequestsMissing, polaris memoryLimitsMissing, kubescape C-0270, kubescape C-0271',
    offenders: everyContainer(({ resources }) =>
      [resources.requests, resources.limits].every((side) =>
        [side['cpu'], side['memory']].every((quantity) => /^\d+(m|Mi)?$/.test(quantity ?? '')),
      ),
    ),
  },
  {
    checks: 'kube-score container-ephemeral-storage-request-and-limit',
    offenders: everyContainer(({ resources }) =>
      [resources.requests, resources.limits].every((side) => /^\d+Mi$/.test(side['ephemeral-storage'] ?? '')),
    ),
  },
  {
    checks:
      'kube-linter no-liveness-probe, kube-linter no-readiness-probe, kube-score pod-probes, polaris readinessProbeMissing, polaris livenessProbeMissing',
    offenders: everyContainer(({ livenessProbe, readinessProbe }) => Boolean(livenessProbe && readinessProbe)),
  },
  {
    checks: 'kube-score pod-probes-identical',
    offenders: everyContainer(({ livenessProbe, readinessProbe }) => livenessProbe.httpGet.path !== readinessProbe.httpGet.path),
  },
  {
    checks: 'kube-linter liveness-port, kube-linter readiness-port, kube-linter startup-port, kube-score container-ports-check',
    offenders: everyContainer(
      ({ ports, livenessProbe, readinessProbe }) =>
        [livenessProbe, readinessProbe].every(({ httpGet }) => ports.some(({ containerPort }) => containerPort === httpGet.port)) &&
        ports.every(({ name }) => name.length <= 15),
    ),
  },
  {
    checks: 'kube-linter privileged-ports, kube-linter ssh-port',
    offenders: everyContainer(({ ports }) => ports.every(({ containerPort }) => containerPort >= 1_024)),
  },
  {
    checks: 'kube-linter duplicate-env-var',
    offenders: everyContainer(({ env }) => new Set(env.map(({ name }) => name)).size === env.length),
  },
  {
    checks: 'kube-linter env-var-secret, polaris sensitiveContainerEnvVar, kubescape C-0012, kubescape C-0207',
    offenders: everyContainer(({ env }) =>
      env.every(({ name, valueFrom }) => !/secret|token|password|key/i.test(name) && (valueFrom === undefined || 'fieldRef' in valueFrom)),
    ),
  },
  {
    checks: 'polaris sensitiveConfigmapContent',
    offenders: every(['ConfigMap'], ({ data }) => !/secret|token|password|"key"/i.test(JSON.stringify(data))),
  },
  { checks: 'kube-linter restart-policy', offenders: everyTemplate(({ spec }) => spec.restartPolicy === 'Always') },
  {
    checks: 'kube-linter no-rolling-update-strategy, kube-score deployment-strategy',
    offenders: everyTemplate(({ strategy }) => strategy === 'RollingUpdate'),
  },
  { checks: 'kube-linter mismatching-selector', offenders: everyTemplate(({ selector, labels }) => selects(selector, labels)) },
  {
    checks: 'kube-linter default-service-account, kube-linter deprecated-service-account-field',
    offenders: everyTemplate(
      ({ spec }) => !['default', undefined].includes(spec.serviceAccountName) && spec['serviceAccount'] === undefined,
    ),
  },
  {
    checks: 'kube-linter non-existent-service-account',
    offenders: everyTemplate(({ namespace, spec }) =>
      of('ServiceAccount').some(({ metadata }) => metadata.namespace === namespace && metadata.name === spec.serviceAccountName),
    ),
  },
  { checks: 'kube-linter priority-class-name', offenders: everyTemplate(({ spec }) => spec['priorityClassName'] === undefined) },
  {
    checks: 'kube-linter no-anti-affinity, kube-score deployment-has-host-podantiaffinity',
    offenders: () => offenders(several, ({ spec }: Template) => spec.affinity?.podAntiAffinity !== undefined),
  },
  {
    checks: 'kube-linter pdb-max-unavailable, kube-linter pdb-min-available, kube-linter pdb-unhealthy-pod-eviction-policy',
    offenders: () =>
      offenders(
        several,
        (template: Template) =>
          budgetsOf(template).length > 0 &&
          budgetsOf(template).every(({ spec }) => spec.maxUnavailable === 1 && spec.unhealthyPodEvictionPolicy === 'AlwaysAllow'),
      ),
  },
  {
    checks: 'kube-linter dangling-service, kube-score service-targets-pod',
    offenders: every(['Service'], (service) => targets(service.metadata.namespace, selectorOf(service))),
  },
  {
    checks: 'kube-linter invalid-target-ports',
    offenders: every(['Service'], ({ spec }) =>
      (spec as { readonly ports: readonly { readonly targetPort: number }[] }).ports.every(({ targetPort }) => targetPort === 8080),
    ),
  },
  {
    checks:
      'kube-linter non-isolated-pod, kube-score pod-networkpolicy, polaris missingNetworkPolicy, kubescape C-0030, kubescape C-0054, kubescape C-0260',
    offenders: everyTemplate(({ namespace, labels }) => {
      const policies = of('NetworkPolicy').filter(
        ({ metadata, ...policy }) => metadata.namespace === namespace && selects(policySelector({ ...policy, metadata }), labels),
      );
      return (
        policies.length >= 2 &&
        policies.every(
          ({ spec }) => JSON.stringify((spec as { readonly policyTypes: readonly string[] }).policyTypes) === '["Ingress","Egress"]',
        )
      );
    }),
  },
  {
    checks: 'kube-linter dangling-networkpolicy, kube-score networkpolicy-targets-pod',
    offenders: every(['NetworkPolicy'], (policy) => targets(policy.metadata.namespace, policySelector(policy))),
  },
  { checks: 'kube-linter access-to-create-pods', offenders: everyRule((rule) => !grants(rule, 'pods', 'create')) },
  { checks: 'kube-linter access-to-secrets', offenders: everyRule((rule) => !grants(rule, 'secrets')) },
  {
    checks: 'kube-linter wildcard-in-rules, kubescape C-0035',
    offenders: everyRule(({ apiGroups, resources, verbs }) => ![...apiGroups, ...resources, ...verbs].includes('*')),
  },
  {
    checks:
      'polaris clusterrolePodExecAttach, polaris rolePodExecAttach, polaris clusterrolebindingPodExecAttach, polaris rolebindingClusterRolePodExecAttach, polaris rolebindingRolePodExecAttach, kubescape C-0002',
    offenders: everyRule((rule) => !grants(rule, 'pods/exec') && !grants(rule, 'pods/attach')),
  },
  {
    checks:
      'kube-linter cluster-admin-role-binding, polaris clusterrolebindingClusterAdmin, polaris rolebindingClusterAdminClusterRole, polaris rolebindingClusterAdminRole',
    offenders: every(['RoleBinding', 'ClusterRoleBinding'], ({ roleRef }) =>
      of('Role', 'ClusterRole').some(({ metadata }) => metadata.name === (roleRef as { readonly name: string }).name),
    ),
  },
  {
    checks: 'kube-linter use-namespace',
    offenders: every(
      ['Deployment', 'Service', 'ConfigMap', 'ServiceAccount', 'NetworkPolicy'],
      ({ metadata }) => !['default', undefined].includes(metadata.namespace),
    ),
  },
  {
    checks: 'kube-linter no-extensions-v1beta, kube-score stable-version',
    offenders: () =>
      manifests.filter(({ apiVersion }) => !/(^|\/)v\d+$/.test(apiVersion) || apiVersion.startsWith('extensions/')).map(nameOf),
  },
  {
    checks: 'kube-score label-values',
    offenders: () =>
      manifests
        .filter(({ metadata }) => Object.values(metadata.labels ?? {}).some((value) => !/^[a-z0-9]([\w.-]{0,61}[a-z0-9])?$/i.test(value)))
        .map(nameOf),
  },
  {
    checks: 'kube-linter job-ttl-seconds-after-finished, kube-linter dangling-horizontalpodautoscaler',
    offenders: () => of('Job', 'CronJob', 'HorizontalPodAutoscaler').map(nameOf),
  },
];

const names = ({ checks }: (typeof kept)[number]) => checks.split(', ');
const page = readFileSync('docs/security.md', 'utf8').split('## What the scanners say')[1] ?? '';
/** The page's table of what is not kept, or kept elsewhere: `| kube-score deployment-replicas | why |`. */
const explained = [...page.matchAll(/^\| `([^|]+)` \|/gm)].flatMap(([, cell = '']) => cell.split('`, `'));

describe('the manifests of the sample, before the scanners that people run', () => {
  it.each(kept)('keep $checks', (row) => expect(row.offenders()).toEqual([]));

  it('have workloads of all kinds to be looked at', () =>
    expect([templates.length > 5, several.length > 1, containers.length]).toEqual([true, true, templates.length]));

  it('keep every check, or docs/security.md says why not', () => {
    const all = Object.entries(checkLists).flatMap(([scanner, checks]) => checks.map((check) => `${scanner} ${check}`));
    expect([...kept.flatMap(names), ...explained].sort()).toEqual(all.sort());
  });
});
