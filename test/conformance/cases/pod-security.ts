import { until } from '../../until.ts';
import { casesOf, type Case } from '../case.ts';
import { deployment, MERGE, namespaced, pod } from '../objects.ts';
import { POD_SECURITY, underPodSecurity } from '../pod-security-talk.ts';

type Fields = Readonly<Record<string, unknown>>;

const security = casesOf('security of pods');

const contained = (...containers: readonly Fields[]) => ({
  containers: containers.map((fields, index) => ({ name: `c${index}`, image: 'civ8s:1', ...fields })),
});
const secured = (securityContext: Fields, fields: Fields = {}) => ({ ...contained({ securityContext, ...fields }) });
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What breaks the rules for all pods, each in one way or in two containers. */
const BASELINE: readonly Fields[] = [
  { hostNetwork: true, hostPID: true, ...contained({}) },
  secured({ privileged: true }),
  contained({ securityContext: { privileged: true } }, { securityContext: { privileged: true } }),
  secured({ capabilities: { add: ['NET_ADMIN', 'SYS_TIME', 'CHOWN'] } }),
  { volumes: [{ name: 'v', hostPath: { path: '/x' } }], ...contained({}) },
  contained({ ports: [{ containerPort: 80, hostPort: 80 }] }, { ports: [{ containerPort: 81, hostPort: 81 }] }),
  contained({ livenessProbe: { httpGet: { port: 80, host: 'example.com' } } }),
  secured({ seLinuxOptions: { type: 'other', user: 'u' } }),
  { securityContext: { seLinuxOptions: { role: 'r' } }, ...contained({}) },
  { securityContext: { seccompProfile: { type: 'Unconfined' } }, ...secured({ seccompProfile: { type: 'Unconfined' } }) },
  secured({ appArmorProfile: { type: 'Unconfined' } }),
  { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] }, ...contained({}) },
  { initContainers: [{ name: 'first', image: 'i:1', securityContext: { privileged: true } }], ...contained({}) },
];
/** What the strictest rules refuse besides. */
const STRICTER: readonly Fields[] = [
  contained({}),
  secured({ ...RESTRICTED, runAsUser: 0 }),
  secured({ ...RESTRICTED, runAsNonRoot: false }),
  secured({ ...RESTRICTED, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'CHOWN'] } }),
  secured({ ...RESTRICTED, capabilities: { drop: ['CHOWN'] } }),
  {
    volumes: [
      { name: 'v', hostPath: { path: '/x' } },
      { name: 'n', nfs: { server: 's', path: '/' } },
    ],
    ...secured(RESTRICTED),
  },
  { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost', localhostProfile: 'p' } }, ...contained({}, {}) },
  { hostUsers: false, ...secured({ ...RESTRICTED, procMount: 'Unmasked' }) },
  secured(RESTRICTED),
];

export const podSecurityCases: readonly Case[] = [
  security.refuses('refuses what is not allowed to any pod', async (session) => {
    await underPodSecurity(session, { enforce: 'baseline' });
    for (const [index, spec] of BASELINE.entries())
      await session.ask('POST', namespaced(session.namespace, 'pods'), pod(`p${index}`, spec));
  }),
  security.refuses('refuses what is not allowed where it is strict', async (session) => {
    await underPodSecurity(session, { enforce: 'restricted', 'enforce-version': 'v1.36' });
    for (const [index, spec] of STRICTER.entries())
      await session.ask('POST', namespaced(session.namespace, 'pods'), pod(`p${index}`, spec));
  }),
  security.succeeds('warns of what is only wished', async (session) => {
    const { namespace, ask } = session;
    await underPodSecurity(session, { warn: 'restricted' });
    await ask('POST', namespaced(namespace, 'pods'), pod('p'));
    await ask('PATCH', `${namespaced(namespace, 'pods')}/p`, { metadata: { labels: { a: 'b' } } }, MERGE);
    await ask('PATCH', `${namespaced(namespace, 'pods')}/p`, { spec: { containers: [{ name: 'main', image: 'civ8s:2' }] } }, MERGE);
    await ask('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), deployment('d'));
  }),
  security.succeeds('warns of the templates of workloads, and lets them be', async (session) => {
    const { namespace, ask } = session;
    await underPodSecurity(session, { enforce: 'baseline' });
    const template = (labels: Fields) => ({ template: { metadata: { labels }, spec: { hostPID: true, ...contained({}) } } });
    await ask('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), deployment('d', template({ app: 'd' })));
    await ask('POST', namespaced(namespace, 'jobs', 'apis/batch/v1'), {
      metadata: { name: 'j' },
      spec: { template: { spec: { restartPolicy: 'Never', hostPID: true, ...contained({}) } } },
    });
  }),
  security.succeeds('tells which pods would not be allowed', async ({ namespace, ask, quietly }) => {
    for (const name of ['a', 'b', 'c']) await quietly('POST', namespaced(namespace, 'pods'), pod(name));
    await quietly('POST', namespaced(namespace, 'pods'), pod('host', { hostPID: true, ...contained({}) }));
    const enforced = (level: string) => ({ metadata: { labels: { [`${POD_SECURITY}enforce`]: level } } });
    const at = `/api/v1/namespaces/${namespace}`;
    await until('the last pod to be seen: the real server takes a moment', async () => {
      const { headers } = await quietly('PATCH', `${at}?dryRun=All`, enforced('baseline'), MERGE);
      return JSON.stringify(headers).includes('host:');
    });
    await ask('PATCH', `${at}?dryRun=All`, enforced('restricted'), MERGE);
    await ask('PATCH', at, enforced('baseline'), MERGE);
    await ask('PATCH', at, enforced('privileged'), MERGE);
  }),
  security.refuses('refuses labels that say nothing', async ({ namespace, ask }) => {
    const labels = { [`${POD_SECURITY}enforce`]: 'none', [`${POD_SECURITY}warn-version`]: '1.2', [`${POD_SECURITY}audit`]: '' };
    await ask('PATCH', `/api/v1/namespaces/${namespace}`, { metadata: { labels } }, MERGE);
    await ask('POST', '/api/v1/namespaces', { metadata: { name: `${namespace}-x`, labels } });
  }),
];
