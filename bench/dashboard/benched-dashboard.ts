import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RealmPicture } from '../../dashboard/wire/realm.ts';
import type { Connection } from '../../kube/connect.ts';
import { startController, type ControllerProcess } from '../../test/controllers/runtime/controller-process.ts';
import type { EmbeddedServer } from '../../test/local/api-server/embedded-server.ts';
import { until } from '../../test/until.ts';
import { deployedEnvironment } from '../deployed-environment.ts';
import { imageEntry } from '../image.ts';
import { createBenchChanges, type BenchChanges } from './changes.ts';
import { writeFullPast } from './full-past.ts';
import { createLargeRealm, type LargeRealmSize } from './large-realm.ts';

/** The dashboard of a large realm, as the image runs it. */
export interface BenchedDashboard {
  readonly process: ControllerProcess;
  readonly url: string;
  readonly changes: BenchChanges;
}

type Served = Pick<BenchedDashboard, 'process' | 'url'>;

/** Makes the realm, and a past of it that is as long as is kept; answers once all of it, and its plan, is shown. */
export async function startBenchedDashboard(
  { kubeconfig }: Pick<EmbeddedServer, 'kubeconfig'>,
  { client }: Pick<Connection, 'client'>,
  size: LargeRealmSize,
): Promise<BenchedDashboard> {
  const pods = await createLargeRealm(client, size);
  const realm = { entry: imageEntry(), kubeconfig, size };
  const first = await startServing(realm);
  const picture = await pictureAt(first.url);
  first.process.kill('SIGTERM');
  await first.process.ended;
  const history = historyFile();
  await writeFullPast(history, picture);
  return { ...(await startServing({ ...realm, history })), changes: createBenchChanges(client, pods) };
}

/** It is removed when this process ends. */
function historyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-bench-dashboard-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'history');
}

interface Serving {
  readonly entry: string;
  readonly kubeconfig: string;
  readonly size: LargeRealmSize;
  readonly history?: string;
}

async function startServing({ entry, kubeconfig, size, history }: Serving): Promise<Served> {
  const dashboardProcess = startController({
    name: 'dashboard',
    kubeconfig,
    entry,
    args: ['--page-addr=127.0.0.1:0', ...(history === undefined ? [] : [`--history=${history}`])],
    env: deployedEnvironment('dashboard'),
  });
  const { port } = await dashboardProcess.logged('the page is served');
  const url = `http://127.0.0.1:${String(port)}/`;
  await until('all shops and their plan', async () => {
    const { shops } = await pictureAt(url);
    return shops.length === size.shops && shops.every(({ makes, pods: shown }) => makes.length > 0 && shown.length === size.podsPerShop);
  });
  return { process: dashboardProcess, url };
}

const pictureAt = async (url: string): Promise<RealmPicture> => (await (await fetch(`${url}api/realm`)).json()) as RealmPicture;
