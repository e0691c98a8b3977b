import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { manifestsOf, the } from '../constructs/manifests.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { seconds } from '../../model/duration.ts';
import { make, shop } from '../../model/shop.ts';
import { render } from '../../constructs/synth.ts';
import type { ShopSettings } from '../../model/realm.ts';
import { blocksOf } from '../readme/blocks.ts';
import { borrowRealApiServer, describeAlsoReal, describeReal } from '../real/api-server.ts';
import { THRIFTY_GO } from '../thrifty-go.ts';
import { startSmallCluster, type SmallCluster } from './small-cluster.ts';

const [, section = ''] = readFileSync('docs/cluster.md', 'utf8').split('\n### From a number of workers to a range\n');
const [clientSide = '', serverSide = ''] = blocksOf(section)
  .filter(({ language }) => language === 'sh')
  .map(({ text }) => text);

/** The ironworker of the sample, as a manifest. */
const manifest = (replicas: NonNullable<ShopSettings['replicas']>) =>
  the(
    'Deployment',
    'ironworker',
    manifestsOf(
      render(
        realmOf(
          'sample',
          kingdom(
            'kingdom-of-foobar',
            town('simple-town', shop('ironworker', { replicas }, make('iron', { amount: 1, every: seconds(10), minimum: 1 }))),
          ),
        ),
      ),
    ),
  );

/** What docs/cluster.md tells users of plain kubectl. */
function suite(kubeconfig: () => string): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-range-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const bash = async (script: string) => {
    const path = `${process.env['KUBEBUILDER_ASSETS'] ?? ''}${delimiter}${process.env['PATH'] ?? ''}`;
    // The reader's editor: it deletes the line that the page speaks of.
    const editor = "sed -i '/^  replicas: /d'";
    const env = { ...THRIFTY_GO, PATH: path, HOME: folder, KUBECONFIG: kubeconfig(), KUBE_EDITOR: editor };
    return (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env })).stdout.trim();
  };
  const apply = (replicas: Parameters<typeof manifest>[0], flags = '') => {
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest(replicas)));
    return bash(`kubectl apply ${flags} -f ${join(folder, 'manifest.json')}`);
  };
  const workers = () => bash('kubectl get deployment ironworker -n kingdom-of-foobar -o jsonpath={.spec.replicas}');
  const scaled = (replicas: number) =>
    bash(
      `kubectl patch deployment ironworker -n kingdom-of-foobar --subresource=scale --field-manager=civ8s-demand --type=merge -p '{"spec":{"replicas":${replicas}}}'`,
    );
  beforeEach(async () => {
    await bash('kubectl get namespace kingdom-of-foobar || kubectl create namespace kingdom-of-foobar');
    await bash('kubectl delete deployment ironworker -n kingdom-of-foobar --ignore-not-found');
  });

  it('leaves one worker where nothing is done about it', async () => {
    await apply(3);
    await apply({ from: 1, to: 5 });
    expect(await workers()).toBe('1');
  });

  it('leaves their number as it was, and as demand changes it, where kubectl has forgotten it', async () => {
    await apply(3);
    await bash(clientSide);
    await apply({ from: 1, to: 5 });
    expect(await workers()).toBe('3');
    await scaled(4);
    await apply({ from: 1, to: 6 });
    expect(await workers()).toBe('4');
    await apply(2);
    expect(await workers()).toBe('2');
  });

  it('leaves it, on the side of the server, where the controller has said it too', async () => {
    await apply(3, '--server-side');
    await bash(serverSide);
    await apply({ from: 1, to: 5 }, '--server-side');
    expect(await workers()).toBe('3');
    await scaled(4);
    await apply({ from: 1, to: 6 }, '--server-side');
    expect(await workers()).toBe('4');
    await expect(apply(2, '--server-side')).rejects.toThrow(/conflict with "civ8s-demand"/);
    await apply(2, '--server-side --force-conflicts');
    expect(await workers()).toBe('2');
  });
}

describeReal('a shop that moves from a number to a range by kubectl, on the embedded server', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster();
  });
  afterAll(() => cluster.stop());
  suite(() => cluster.kubeconfig);
});

describeAlsoReal('a shop that moves from a number to a range by kubectl, on the real server', () => {
  let kubeconfig = '';
  beforeAll(async () => {
    kubeconfig = (await borrowRealApiServer()).kubeconfig;
  });
  suite(() => kubeconfig);
});
