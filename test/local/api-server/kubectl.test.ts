import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { deployment, pod } from '../../conformance/objects.ts';
import { THRIFTY_GO } from '../../thrifty-go.ts';

const fromAssets = join(process.env['KUBEBUILDER_ASSETS'] ?? '', 'kubectl');
const onPath = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;

/**
 * Every kubectl that this machine has: on PATH, and the one of the real API server's version. Of that, test/conformance/kubectl compares
 * more than these commands in every run: beside another one it is asked where REQUIRE_REAL=1.
 */
const KUBECTLS: readonly { readonly name: string; readonly program: string; readonly present: boolean }[] = [
  { name: 'kubectl on PATH', program: 'kubectl', present: onPath },
  {
    name: 'kubectl of KUBEBUILDER_ASSETS',
    program: fromAssets,
    present: process.env['KUBEBUILDER_ASSETS'] !== undefined && existsSync(fromAssets) && (!onPath || process.env['REQUIRE_REAL'] === '1'),
  },
];

const namespace = 'kingdom';
const MANIFEST = (replicas: number) =>
  JSON.stringify({ ...deployment('shop', { replicas }, { namespace }), apiVersion: 'apps/v1', kind: 'Deployment' });

interface Said {
  readonly code: number;
  readonly out: string;
}

/** Each a command and what it must say; in this order, since each builds on the one before. */
const COMMANDS: readonly (readonly [command: string, says: RegExp, code?: number])[] = [
  ['version', /Server Version: v1\.36\.3\+civ8s/],
  ['create namespace kingdom', /^namespace\/kingdom created$/m],
  ['create configmap c --from-literal=a=1', /^configmap\/c created$/m],
  ['create secret generic s --from-literal=a=b', /^secret\/s created$/m],
  ['create serviceaccount worker', /^serviceaccount\/worker created$/m],
  ['create deployment made --image=civ8s:1 --replicas=2', /^deployment.apps\/made created$/m],
  ['create role patcher --verb=patch --resource=pods', /^role.rbac.authorization.k8s.io\/patcher created$/m],
  [
    'create rolebinding patcher --role=patcher --serviceaccount=kingdom:worker',
    /^rolebinding.rbac.authorization.k8s.io\/patcher created$/m,
  ],
  ['create service clusterip made --tcp=80', /^service\/made created$/m],
  ['create job j --image=civ8s:1', /^job.batch\/j created$/m],
  ['create poddisruptionbudget b --min-available=1 --selector=app=made', /^poddisruptionbudget.policy\/b created$/m],
  ['create token worker', /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m],
  ['autoscale deployment made --max=3', /^horizontalpodautoscaler.autoscaling\/made autoscaled$/m],
  ['get hpa made', /cpu: <unknown>\/80%/],
  ['auth can-i patch pods --as system:serviceaccount:kingdom:worker', /^yes$/m],
  ['auth can-i get pods --as system:serviceaccount:kingdom:worker', /^no$/m, 1],
  ['auth can-i --list', /\*\.\*\s+\[\]\s+\[\]\s+\[\*\]/],
  ['auth whoami', /Groups\s+\[system:masters system:authenticated\]/],
  ['api-resources', /^deployments\s+deploy\s+apps\/v1\s+true\s+Deployment$/m],
  ['apply -f MANIFEST', /^deployment.apps\/shop created$/m],
  ['apply -f MANIFEST', /^deployment.apps\/shop unchanged$/m],
  ['apply -f UNKNOWN', /no matches for kind "Tavern" in version "example.com\/v1"\nensure CRDs are installed first/, 1],
  ['create -f UNKNOWN', /no matches for kind "Tavern" in version "example.com\/v1"\nensure CRDs are installed first/, 1],
  ['diff -f CHANGED', /\+ {2}replicas: 3/, 1],
  ['apply -f CHANGED', /^deployment.apps\/shop configured$/m],
  ['apply --server-side --force-conflicts -f MANIFEST', /^deployment.apps\/shop serverside-applied$/m],
  ['get deployments', /^shop\s+0\/2\s+0\s+0\s+\d+s$/m],
  ['get deployment shop -o wide', /CONTAINERS\s+IMAGES\s+SELECTOR/],
  ['get deployment shop -o name', /^deployment.apps\/shop$/m],
  ['get deployment shop -o jsonpath={.spec.replicas}', /^2$/m],
  ['get deployment shop -o yaml', /^ {2}progressDeadlineSeconds: 600$/m],
  ['get all', /^service\/made\s+ClusterIP\s+10\.96\./m],
  ['describe deployment shop', /Replicas:\s+2 desired/],
  ['explain deployment.spec.replicas', /FIELD: replicas <integer>/],
  ['scale deployment shop --replicas=1', /^deployment.apps\/shop scaled$/m],
  ['set image deployment/shop main=civ8s:2', /^deployment.apps\/shop image updated$/m],
  ['rollout restart deployment shop', /^deployment.apps\/shop restarted$/m],
  ['rollout history deployment shop', /^deployment.apps\/shop/m],
  ['rollout status deployment shop --timeout=1s', /Waiting for deployment|timed out/, 1],
  ['label deployment shop town=north', /^deployment.apps\/shop labeled$/m],
  ['annotate deployment shop note=x', /^deployment.apps\/shop annotated$/m],
  ['patch deployment shop -p {"spec":{"paused":true}}', /^deployment.apps\/shop patched$/m],
  ['wait deployment shop --for=jsonpath={.spec.paused}=true --timeout=5s', /^deployment.apps\/shop condition met$/m],
  ['apply -f POD', /^pod\/p created$/m],
  ['exec p -- ls', /the embedded API server does not serve|unable to upgrade connection/, 1],
  ['top pods', /Metrics API not available/, 1],
  ['create priorityclass high --value=1', /^priorityclass.scheduling.k8s.io\/high created$/m],
  ['get --raw /apis/metrics.k8s.io/v1beta1/nodes', /the embedded API server does not serve the API group metrics.k8s.io/, 1],
  ['get nothings', /the server doesn't have a resource type "nothings"/, 1],
  ['delete pod p', /^pod "p" (deleted|deleted from kingdom namespace)$/m],
  ['delete deployment shop', /^deployment.apps "shop" deleted/m],
  ['delete namespace kingdom --timeout=20s', /^namespace "kingdom" deleted$/m],
];

for (const { name, program, present } of KUBECTLS) {
  (present ? describe : describe.skip)(`${name}${present ? '' : ' (not on this machine, or REQUIRE_REAL=1 verifies that)'}`, () => {
    let folder: string;
    const file = (wanted: string) => join(folder, wanted);
    let server: ApiServer;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'civ8s-kubectl-'));
      server = await startApiServer();
      writeFileSync(file('kubeconfig'), server.kubeconfig);
      writeFileSync(file('MANIFEST'), MANIFEST(2));
      writeFileSync(file('CHANGED'), MANIFEST(3));
      writeFileSync(file('UNKNOWN'), JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Tavern', metadata: { name: 't' } }));
      writeFileSync(file('POD'), JSON.stringify({ ...pod('p', {}, { namespace }), apiVersion: 'v1', kind: 'Pod' }));
    });
    afterAll(async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const kubectl = (command: string): Promise<Said> =>
      new Promise((resolve) => {
        const args = command.split(' ').map((arg) => (/^[A-Z]+$/.test(arg) ? file(arg) : arg));
        const env = { ...THRIFTY_GO, PATH: process.env['PATH'], HOME: folder, KUBECONFIG: file('kubeconfig') };
        execFile(program, ['-n', namespace, ...args], { env, timeout: 25_000 }, (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: `${stdout}${stderr}` }),
        );
      });

    it.each(COMMANDS.map(([command, says, code = 0]) => ({ command, says, code })))('$command', async ({ command, says, code }) => {
      const told = await kubectl(command);
      expect(told.out).toMatch(says);
      expect(told.code).toBe(code);
    });
  });
}
