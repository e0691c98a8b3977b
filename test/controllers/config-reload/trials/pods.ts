import type { Client } from '../../../../kube/client/client.ts';
import { reflect } from '../../../../kube/follow/reflect.ts';
import { configMaps, deployments, type ConfigMap, type Deployment } from '../../../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../../../kube/objects/resource.ts';
import { until } from '../../../until.ts';

type Template = NonNullable<Deployment['spec']>['template'];

interface Revision {
  readonly template: Template;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the deployment controller and the kubelet would have made of the Deployment `web` and the ConfigMap `settings`. */
export interface FleetPods {
  /** The content that they were started with. */
  readonly pods: string | undefined;
  readonly newest: string | undefined;
  readonly newestTemplate: Template | undefined;
  /** What `kubectl rollout undo` would go back to. */
  readonly former: Revision | undefined;
  /** Changes of the template that somebody else has made. */
  readonly rolls: number;
  /** The test has written this: its template, or anything else. */
  wrote(written: Deployment, what: 'template' | 'else'): void;
  /** Resolves once all that the test has written was seen. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

interface At<T> {
  readonly version: number;
  readonly is: T;
}
const versionOf = ({ metadata }: KubeObject): number => Number(metadata?.resourceVersion);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export async function watchPods(client: Client, namespace: string): Promise<FleetPods> {
  const stop = new AbortController();
  const contents: At<string | undefined>[] = [];
  const templates: At<Template>[] = [];
  const own = new Set<number>();
  let revisions: readonly Revision[] = [];
  let [seenTo, wroteTo] = [0, 0];
  const noteContent = (object: ConfigMap): void => void contents.push({ version: versionOf(object), is: object.data?.['key'] });
  const noteWorkload = (object: Deployment): void => {
    const { template } = object.spec ?? {};
    seenTo = versionOf(object);
    if (template === undefined) return;
    if (!same(template, templates.at(-1)?.is)) {
      templates.push({ version: seenTo, is: template });
      revisions = [...revisions.filter((one) => !same(one.template, template)), { template, annotations: {} }];
    }
    const annotations = object.metadata?.annotations ?? {};
    revisions = revisions.map((one) => (same(one.template, template) ? { template, annotations } : one));
  };
  async function watch<T extends KubeObject>(resource: Resource<T>, name: string, note: (object: T) => void): Promise<void> {
    for await (const change of reflect(client, resource, { namespace, fieldSelector: `metadata.name=${name}`, signal: stop.signal }))
      for (const object of change.type === 'replaced' ? change.objects : change.type === 'applied' ? [change.object] : []) note(object);
  }
  const watching = [watch(configMaps, 'settings', noteContent), watch(deployments, 'web', noteWorkload)];
  return {
    get pods() {
      const made = templates.at(-1)?.version;
      if (made === undefined) return undefined;
      // Pods wait for the first content there is.
      return (contents.findLast(({ version }) => version < made) ?? contents[0])?.is;
    },
    get newest() {
      return contents.at(-1)?.is;
    },
    get newestTemplate() {
      return templates.at(-1)?.is;
    },
    get former() {
      return revisions.at(-2);
    },
    get rolls() {
      return templates.filter(({ version }) => !own.has(version)).length;
    },
    wrote(written, what) {
      // A write that changes nothing is answered with the version of whoever wrote last.
      if (what === 'template') own.add(versionOf(written));
      wroteTo = Math.max(wroteTo, versionOf(written));
    },
    async caughtUp() {
      const { data } = await client.get(configMaps, { namespace, name: 'settings' }).catch(() => ({ data: undefined }));
      await until('what was written', () => contents.at(-1)?.is === data?.['key'] && seenTo >= wroteTo);
    },
    async stop() {
      stop.abort();
      await Promise.all(watching);
    },
  };
}
