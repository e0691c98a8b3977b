import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeReal } from '../real/api-server.ts';
import { describeClient } from './describe-client.ts';
import { saidBy } from './said-by.ts';
import { startEmbeddedWithPods, startRealWithPods, type ServerWithPods } from './server-with-pods.ts';

const HELM = 'helm.sh/helm/v3/cmd/helm@v3.19.2';
const NAMESPACE = 'helm';
/** To build it, with a cold cache of Go's. */
const BUILD_MS = 600_000;
const CHART = resolve('test/clients/helm/chart');

const DEPLOYED = ['LAST DEPLOYED: TIME', 'NAMESPACE: helm', 'STATUS: deployed'];
/** In the order of the alphabet: helm shows kinds in any. */
const SHOWN = [
  '==> v1/ConfigMap',
  '==> v1/Oven',
  '==> v1/Role',
  '==> v1/RoleBinding',
  '==> v1/Service',
  '==> v1/ServiceAccount',
  'NAME AGE',
  'NAME AGE',
  'NAME CREATED AT',
  'NAME DATA AGE',
  'NAME ROLE AGE',
  'NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE',
  'baker AGE',
  'baker Role/baker AGE',
  'baker TIME',
  'large AGE',
  'recipe 2 AGE',
  'shop ClusterIP ADDRESS <none> 80/TCP AGE',
];
const FAILED = 'Upgrade "shop" failed: pre-upgrade hooks failed: 1 error occurr...';

/** One space or tab between columns, however wide they are. */
const cells = (line: string): string =>
  line
    .trimEnd()
    .replaceAll(/ *\t */g, '\t')
    .replaceAll(/ +/g, ' ');

/** What differs on every run. */
const masked = (text: string): string =>
  text
    .replaceAll(/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}/g, 'TIME')
    .replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.]+(Z| \+0000 UTC)?/g, 'TIME')
    .replaceAll(/\b10\.\d+\.\d+\.\d+/g, 'ADDRESS')
    .replaceAll(/\b\d+s$/gm, 'AGE');

describeClient({ probe: ['go', 'version'] }, 'a release of helm', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-helm-'));
    execFileSync('go', ['install', HELM], { env: { ...process.env, GOBIN: folder } });
  }, BUILD_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const behaviour = (start: (namespace: string, problems: unknown[]) => Promise<ServerWithPods>): void => {
    let server: ServerWithPods;
    const problems: unknown[] = [];
    beforeAll(async () => {
      server = await start(NAMESPACE, problems);
    });
    afterAll(async () => {
      await server.stop();
      expect(problems).toEqual([]);
    });
    const helm = async (...args: readonly string[]) => {
      const { code, out, err } = await saidBy(join(folder, 'helm'), [...args, '--namespace', NAMESPACE], server.kubeconfig);
      return [
        code,
        ...masked(out + err)
          .split('\n')
          .map(cells)
          .filter((line) => line !== ''),
      ];
    };
    /** In the order of its revisions: each release's status and what is said of it. */
    const history = async () =>
      (await helm('history', 'shop')).slice(2).map((line) => {
        const [revision, , status, , , description] = String(line).split('\t');
        return [revision, status, description].map((cell) => cell?.trim());
      });

    it('is installed, with hooks before and after', async () => {
      expect(await helm('install', 'shop', CHART, '--wait')).toEqual([0, 'NAME: shop', ...DEPLOYED, 'REVISION: 1']);
      expect(await helm('list')).toEqual([
        0,
        'NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION',
        'shop\thelm\t1\tTIME\tdeployed\tshop-1.0.0',
      ]);
      expect((await helm('status', 'shop', '--show-resources')).slice(7).map(String).toSorted()).toEqual(SHOWN);
    });

    it('fails with the hook that fails, and goes back where that is asked for', async () => {
      const failing = ['upgrade', 'shop', CHART, '--set', 'migration=exit 1'];
      const why = ['pre-upgrade hooks failed: 1 error occurred:', '\t* job migration failed: BackoffLimitExceeded'];
      expect(await helm(...failing)).toEqual([1, `Error: UPGRADE FAILED: ${why[0]}`, why[1]]);
      expect(await helm(...failing, '--atomic')).toEqual([
        1,
        `Error: UPGRADE FAILED: release shop failed, and has been rolled back due to atomic being set: ${why[0]}`,
        why[1],
      ]);
      expect(await history()).toEqual([
        ['1', 'superseded', 'Install complete'],
        ['2', 'failed', FAILED],
        ['3', 'failed', FAILED],
        ['4', 'deployed', 'Rollback to 1'],
      ]);
    });

    it('is upgraded, rolled back and tested', async () => {
      expect((await helm('upgrade', 'shop', CHART, '--dry-run=server')).filter((line) => /seen|kubernetes:/.test(String(line)))).toEqual([
        ' seen: before',
        ' kubernetes: "1.36"',
      ]);
      expect((await helm('upgrade', 'shop', CHART, '--set', 'bread=rye', '--wait'))[0]).toBe(0);
      expect(await helm('rollback', 'shop', '1', '--wait')).toEqual([0, 'Rollback was a success! Happy Helming!']);
      expect(await helm('test', 'shop')).toEqual([
        0,
        'NAME: shop',
        ...DEPLOYED,
        'REVISION: 6',
        'TEST SUITE: tasting',
        'Last Started: TIME',
        'Last Completed: TIME',
        'Phase: Succeeded',
      ]);
    });

    it('goes, and leaves only what helm leaves', async () => {
      expect(await helm('uninstall', 'shop', '--wait')).toEqual([0, 'release "shop" uninstalled']);
      expect(await helm('status', 'shop')).toEqual([1, 'Error: release: not found']);
      expect(await helm('list', '--all', '--short')).toEqual([0]);
    });
  };

  describe('on the embedded server', () => behaviour(startEmbeddedWithPods));
  describeReal('on the real server', () => behaviour(startRealWithPods));
});
