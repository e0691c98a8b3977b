import type { RealmPicture } from '../../dashboard/wire/realm.ts';
import type { Connection } from '../../kube/connect.ts';
import { startController, type ControllerProcess } from '../../test/controllers/runtime/controller-process.ts';
import type { EmbeddedServer } from '../../test/local/api-server/embedded-server.ts';
import { until } from '../../test/until.ts';
import { deployedEnvironment } from '../deployed-environment.ts';
import { imageEntry } from '../image.ts';
import { createBenchChanges, type BenchChanges } from './changes.ts';
import { createLargeRealm, type LargeRealmSize } from './large-realm.ts';

/** The dashboard of a large realm, as the image runs it. */
export interface BenchedDashboard {
  readonly process: ControllerProcess;
  readonly url: string;
  readonly changes: BenchChanges;
}

/** Makes the realm, and answers once all of it, and its plan, is shown. */
export async function startBenchedDashboard(
  { kubeconfig }: Pick<EmbeddedServer, 'kubeconfig'>,
  { client }: Pick<Connection, 'client'>,
  size: LargeRealmSize,
): Promise<BenchedDashboard> {
  const pods = await createLargeRealm(client, size);
  const dashboardProcess = startController({
    name: 'dashboard',
    kubeconfig,
    entry: imageEntry(),
    args: ['--page-addr=127.0.0.1:0'],
    env: deployedEnvironment('dashboard'),
  });
  const { port } = await dashboardProcess.logged('the page is served');
  const url = `http://127.0.0.1:${String(port)}/`;
  await until('all shops and their plan', async () => {
    const { shops } = (await (await fetch(`${url}api/realm`)).json()) as RealmPicture;
    return shops.length === size.shops && shops.every(({ makes, pods: shown }) => makes.length > 0 && shown.length === size.podsPerShop);
  });
  return { process: dashboardProcess, url, changes: createBenchChanges(client, pods) };
}
