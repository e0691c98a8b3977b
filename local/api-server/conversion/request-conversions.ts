import type { StoredObject } from '../contracts/kube-object.ts';
import { apiVersionOf } from '../contracts/resource-info.ts';
import type { ServedResource, WebhookConversion } from '../contracts/schema-source.ts';
import { convertedLike, type Conversions, type Registry } from '../registry.ts';
import type { CalledWebhooks } from '../admission/webhooks/webhooks.ts';
import { Unconverted } from './unconverted.ts';

/** The objects of one request, or of one watch, in the versions into which a webhook has converted them. */
export interface RequestConversions extends Conversions {
  ask(objects: readonly StoredObject[], apiVersion: string): Promise<void>;
  /** Throws Unconverted where some of these are not. */
  assertConverted(objects: readonly StoredObject[], apiVersion: string): void;
  /** Has an object that is to be stored converted to the version in which it is, and back. */
  keep(object: StoredObject): Promise<void>;
  /** An object that was kept, in the version in which it is stored. */
  stored(object: StoredObject): StoredObject;
  /** The same as the one who wrote it sees it, once it is stored. */
  written(stored: StoredObject): StoredObject;
}

/** One or two are needed; more, only where others write meanwhile. */
const MOST_TRIES = 50;

interface Kinds {
  readonly registry: Registry;
  readonly conversions: Conversions;
  readonly webhooks: Pick<CalledWebhooks, 'convert'>;
}

/** Undefined where no webhook converts the resource. */
export function createRequestConversions(kinds: Kinds, { conversion, resource }: ServedResource): RequestConversions | undefined {
  if (conversion === undefined) return undefined;
  const { registry, conversions: others, webhooks } = kinds;
  const { group, kind, plural } = resource;
  const own = apiVersionOf(resource);
  const storage = `${group}/${conversion.storage}`;
  const known = new WeakMap<StoredObject, Map<string, StoredObject>>();
  const find = (object: StoredObject, apiVersion: string) =>
    object.apiVersion === apiVersion ? object : known.get(object)?.get(apiVersion);
  const isOwn = (object: StoredObject) => object.kind === kind && object.apiVersion.startsWith(`${group}/`);
  let last: { readonly stored: StoredObject; readonly shown: StoredObject } | undefined;

  /** Whom to ask: a watch may be older than the address and the authority of the webhook. */
  const current = (): WebhookConversion => registry.find(group, resource.version, plural)?.conversion ?? conversion;

  const ask: RequestConversions['ask'] = async (objects, apiVersion) => {
    const wanted = objects.filter((object) => isOwn(object) && find(object, apiVersion) === undefined);
    const byVersion = Map.groupBy(wanted, (object) => object.apiVersion);
    const schema = registry.find(group, apiVersion.slice(group.length + 1), plural)?.schema;
    for (const some of byVersion.values()) {
      const made = await webhooks.convert({ conversion: current(), objects: some, apiVersion });
      for (const [at, object] of some.entries()) {
        const converted = made[at] ?? object;
        const shown = schema ? schema.prune(converted).object : converted;
        known.set(object, (known.get(object) ?? new Map<string, StoredObject>()).set(apiVersion, shown));
      }
    }
  };
  const converted = (object: StoredObject, apiVersion: string): StoredObject => {
    const found = find(object, apiVersion);
    if (found === undefined) throw new Unconverted([object], apiVersion);
    return found;
  };
  return {
    ask,
    convert: (object, apiVersion) => (isOwn(object) ? converted(object, apiVersion) : others.convert(object, apiVersion)),
    assertConverted(objects, apiVersion) {
      const left = objects.filter((object) => isOwn(object) && find(object, apiVersion) === undefined);
      if (left.length > 0) throw new Unconverted(left, apiVersion);
    },
    async everywhere(objects) {
      const versions = registry.served().filter((each) => each.resource.group === group && each.resource.plural === plural);
      for (const each of versions) await ask(objects, apiVersionOf(each.resource));
    },
    async keep(object) {
      await ask([object], storage);
      const plain = converted(object, storage);
      const stored = registry.find(group, conversion.storage, plural)?.schema.withDefaults(plain) ?? plain;
      await ask([stored], own);
      last = { stored, shown: converted(stored, own) };
    },
    stored: (object) => last?.stored ?? object,
    written: (stored) => (last === undefined ? stored : convertedLike(last.shown, stored)),
  };
}

/** Does what a request asks for; from its beginning, each time that a webhook has had to convert something first. */
export async function untilConverted<T>(conversion: RequestConversions, act: () => Promise<T> | T): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Unconverted) || tries > MOST_TRIES) throw error;
      await conversion.ask(error.objects, error.apiVersion);
    }
  }
}
