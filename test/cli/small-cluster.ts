import { connect, type Connection } from '../../kube/connect.ts';
import { configMaps, deployments, namespaces, pods } from '../../kube/objects/built-in.ts';
import { KINGDOM_LABEL, REALM_LABEL } from '../../model/keys.ts';
import type { ApiServer, ApiServerOptions } from '../../local/api-server/start.ts';
import { startEmbeddedServer } from '../local/api-server/embedded-server.ts';

/** An API server with a few kingdoms in it, and nobody who brings them to life. */
export interface SmallCluster {
  readonly server: ApiServer;
  readonly connection: Connection;
  readonly kubeconfig: string;
  /** What commands are told of it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startSmallCluster(options: ApiServerOptions = {}): Promise<SmallCluster> {
  const { server, kubeconfig, stop } = await startEmbeddedServer(options);
  const connection = await connect({ env: {}, kubeconfig });
  return {
    server,
    connection,
    kubeconfig,
    env: { KUBECONFIG: kubeconfig },
    async stop() {
      await connection.close();
      await stop();
    },
  };
}

export const addKingdom = (
  { connection: { client } }: SmallCluster,
  name: string,
  labels: Readonly<Record<string, string>> = { [KINGDOM_LABEL]: name, [REALM_LABEL]: 'sample' },
) => client.create(namespaces, { metadata: { name, labels } });

export interface ShopFacts {
  readonly kingdom: string;
  readonly town: string;
  readonly shop: string;
  readonly goods?: Readonly<Record<string, string>>;
  readonly waits?: string;
  readonly directions?: readonly object[];
  /** The text of its range, if the number of its workers is left to demand. */
  readonly range?: string;
  /** What its sign says that outsiders ask. */
  readonly asked?: string;
}

/** A shop's Deployment, its directions and one pod, called `<shop>-1`. */
export async function addShop(
  { connection: { client } }: SmallCluster,
  { kingdom: namespace, town, shop, goods = {}, waits, directions = [], range, asked }: ShopFacts,
): Promise<void> {
  const labels = { town, shop };
  const template = { metadata: { labels }, spec: { containers: [{ name: shop, image: 'civ8s:0' }] } };
  const annotations = {
    ...Object.fromEntries(Object.entries(goods).map(([good, count]) => [`goods.civ8s.dev/${good}`, count])),
    ...(waits === undefined ? {} : { 'worker.civ8s.dev/waits': waits }),
    ...(asked === undefined ? {} : { 'worker.civ8s.dev/asked': asked }),
  };
  const scaled = range === undefined ? {} : { annotations: { 'civ8s.dev/replicas': range } };
  await client.create(deployments, {
    metadata: { name: shop, namespace, labels, ...scaled },
    spec: { selector: { matchLabels: labels }, template },
  });
  await client.create(configMaps, {
    metadata: { name: `${shop}-directions`, namespace, labels },
    data: { 'directions.json': JSON.stringify(directions) },
  });
  await client.create(pods, {
    metadata: { name: `${shop}-1`, namespace, labels, annotations },
    spec: { ...template.spec, nodeName: 'here' },
  });
  await client.patch(
    pods,
    { namespace, name: `${shop}-1` },
    { merge: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: waits === undefined ? 'True' : 'False' }] } } },
    { subresource: 'status' },
  );
}
