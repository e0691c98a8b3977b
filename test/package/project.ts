/** A user's project: what it adds to what `cdk8s init typescript-app` makes, a text a file. */
export const REALM = `
import { Size } from 'cdk8s';
import { Volume } from 'cdk8s-plus-28';
import { Shop, type RealmSettings, type ShopProps } from 'civ8s/constructs';
import { kingdom, make, realmOf, seconds, shop, town } from 'civ8s/model';
import type { Construct } from 'constructs';

/** A shop type of the project's own: a sidecar beside the worker, and a volume that both see. */
export class Tavern extends Shop {
  constructor(scope: Construct, id: string, props: ShopProps) {
    super(scope, id, props);
    const songs = Volume.fromEmptyDir(this, 'songs', 'songs', { sizeLimit: Size.mebibytes(16) });
    const bard = { name: 'bard', image: 'busybox:1.37', args: ['httpd', '-f', '-p', '8081', '-h', '/songs'] };
    this.workers.addContainer(bard).mount('/songs', songs);
    this.workers.main.mount('/songs', songs);
  }
}

export const woodworker = shop('woodworker', make('wood', { amount: 10, every: seconds(5), minimum: 1 }));
const tavern = shop('tavern', make('song', { amount: 1, every: seconds(5), minimum: 0, from: [woodworker.sells('wood', 1)] }));

export const realm = realmOf('songs', kingdom('kingdom-of-songs', town('simple-town', woodworker, tavern)));
export const settings: RealmSettings = { types: { tavern: Tavern } };
`;

export const MAIN = `
import { synth } from 'civ8s/constructs';
import { realm, settings, woodworker } from './realm';

// @ts-expect-error no woodworker makes stone
woodworker.sells('stone', 1);

for (const file of synth(realm, settings)) console.log(file);
`;

export const CONTROLLER = `
import { ApiError, configMaps, keyOf, nameOfKey, type ConfigMap } from 'civ8s/kube';
import { text, type Controller } from 'civ8s/runtime';

const flags = { annotation: text({ value: 'key', env: [], fallback: 'example.com/seen', help: 'where it is written' }) };

export const seen: Controller<typeof flags> = {
  name: 'seen',
  summary: 'marks every ConfigMap',
  flags,
  rights: () => [{ verbs: ['patch'], resource: configMaps, without: 'nothing is marked' }],
  setUp({ follow }, { annotation }) {
    const maps = follow<ConfigMap>(configMaps, { keys: ({ object }) => [keyOf(object)] });
    return async (key, { client }) => {
      if (maps.get(key) === undefined) return 'on-change';
      const seen = { metadata: { annotations: { [annotation]: 'yes' } } };
      await client.patch(configMaps, nameOfKey(key), { merge: seen }).catch((error: unknown) => {
        if (!ApiError.is(error, 'not-found')) throw error;
      });
      return { afterMs: 60_000 };
    };
  },
};
`;

/** A test of that controller, without a cluster. */
export const LAB = `
import { configMaps } from 'civ8s/kube';
import { startLab, type Fault } from 'civ8s/testing';
import { seen } from './controller';

const lost: Fault = { do: 'drop' };

async function main() {
  const lab = await startLab();
  await lab.put(configMaps, { metadata: { namespace: 'default', name: 'a' } });
  lab.faults.inject({ at: 'answer', verb: 'patch' }, lost, { times: 1 });
  const operator = await lab.run(seen);
  await lab.quiet();
  await lab.pass('30s');
  const { metadata } = await lab.client.get(configMaps, { namespace: 'default', name: 'a' });
  console.log(metadata?.annotations, operator.writes());
  await lab.stop();
}
void main();
`;

/** Reads a bus, and publishes there what the agent would. */
export const CONSUMER = `
import { consume, encoderFor, openBus, type ResourceChange } from 'civ8s/events';

const of = { clusterId: '', key: 'u', changed: [], merged: 0, shrunk: false, happenedAtMs: 0, noticedAtMs: 0 };
const resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
const object = { uid: 'u', name: 'mill', resourceVersion: '1' };
const now = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mill' } }));
const changes: ResourceChange[] = [
  { ...of, type: 'created', id: '1', resource, object, now },
  { ...of, type: 'deleted', id: '2', resource, object, then: now },
];

async function main(): Promise<void> {
  const stop = new AbortController();
  const reading = consume('mem://changes', {
    created: ({ now }) => console.log(\`\${now.metadata?.name} is there\`),
    deleted: ({ name }) => {
      console.log(\`\${name} is gone\`);
      stop.abort();
    },
  }, { signal: stop.signal });
  const bus = await openBus('mem://changes', { env: process.env, tell: console.error });
  const encode = encoderFor({ format: 'cloudevents' });
  for (const change of changes) await bus.publish([encode(change)!], stop.signal);
  await reading;
}
void main();
`;

/** What a project of the kit alone may use of each door, with the mistakes that its types find. */
export const KIT = `
import { ApiError, configMaps, deployments, nameOfKey, type Applied, type Deployment, type Resource } from 'civ8s/kube';
import { main, start, text, UsageError, type Controller } from 'civ8s/runtime';
import { startLab, type Fault } from 'civ8s/testing';
import { BusError, consume, type ResourceChange } from 'civ8s/events';
import { seconds, shop } from 'civ8s/model';

const flags = { image: text({ value: 'image', env: [], fallback: 'nginx:1', help: 'what runs' }) };

export const web: Controller<typeof flags> = {
  name: 'web',
  summary: 'runs what a ConfigMap asks for',
  flags,
  setUp({ follow, log }, { image }) {
    const maps = follow(configMaps, { keys: ({ object }) => [object.metadata?.name ?? ''] });
    return async (key, { client }) => {
      const name = nameOfKey(key);
      const found = await client.get(configMaps, name).catch((error: unknown) => {
        if (error instanceof ApiError && error.code === 'not-found') return undefined;
        throw new UsageError(String(error));
      });
      log.info({ key, found: found?.data?.['page'], all: maps.values.length }, 'looked');
      const apply: Applied<Deployment> = { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } };
      await client.patch(deployments, name, { apply });
      // @ts-expect-error no Deployment has replicsa
      await client.patch(deployments, name, { apply: { spec: { replicsa: 2 } } });
      // @ts-expect-error Deployments are in a namespace
      await client.get(deployments, { name: 'web' });
      return 'on-change';
    };
  },
};

class Mistake extends UsageError {}
export const lost: Fault = { do: 'drop' };
export const changes: ResourceChange[] = [];
export const kind: Resource<Deployment> = deployments;
export const isOurs = (error: unknown): boolean => error instanceof BusError || error instanceof Mistake;
export const all = { main, start, startLab, consume, seconds, shop };
`;
