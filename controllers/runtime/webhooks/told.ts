import type { Client, JsonPatchStep } from '../../../kube/client/client.ts';
import type { Store } from '../../../kube/follow/store.ts';
import {
  customResourceDefinitions,
  mutatingWebhookConfigurations,
  validatingWebhookConfigurations,
} from '../../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import { webhooksName } from '../../../webhooks/manifests.ts';
import { convertedDefinitions, type NamedWebhooks } from '../../../webhooks/named.ts';
import type { ApiextensionsV1CustomResourceDefinition } from '../../../kube/objects/kinds/apiextensions-v1.ts';
import type { Parts } from '../definition.ts';

/** What tells API servers whom to trust: an object of the cluster, and where in it. */
interface Teller<T extends KubeObject = KubeObject> {
  readonly resource: Resource<T, false>;
  readonly name: string;
  readonly store: Store<T>;
  /** Each place for a bundle, as a JSON pointer, and what is there. */
  readonly bundles: (object: T) => readonly { readonly path: string; readonly bundle: string | undefined }[];
}

/** The configurations through which API servers call the webhooks of a program, as far as they are there. */
export interface Tellers {
  /** Does each of them hold the bundle? */
  hold(bundle: string): boolean;
  /** Writes it where it is not. */
  tell(bundle: string, client: Client): Promise<void>;
}

const configurationBundles = (object: { readonly webhooks?: readonly { readonly clientConfig: { readonly caBundle?: string } }[] }) =>
  (object.webhooks ?? []).map(({ clientConfig }, at) => ({ path: `/webhooks/${at}/clientConfig/caBundle`, bundle: clientConfig.caBundle }));

const definitionBundles = ({ spec }: ApiextensionsV1CustomResourceDefinition) => {
  const config = spec.conversion?.webhook?.clientConfig;
  return config === undefined ? [] : [{ path: '/spec/conversion/webhook/clientConfig/caBundle', bundle: config.caBundle }];
};

/** Follows the configurations of a program, and has `key` looked at when one changes. */
export function followTellers(named: NamedWebhooks, program: string, follow: Parts['follow'], key: string): Tellers {
  const { validate, mutate } = named;
  const teller = <T extends KubeObject>(resource: Resource<T, false>, bundles: Teller<T>['bundles'], name: string): Teller<T> => ({
    resource,
    name,
    bundles,
    store: follow(resource, { fieldSelector: `metadata.name=${name}`, keys: () => [key] }),
  });
  const tellers = [
    ...(validate.length > 0 ? [asked(teller(validatingWebhookConfigurations, configurationBundles, webhooksName(program)))] : []),
    ...(mutate.length > 0 ? [asked(teller(mutatingWebhookConfigurations, configurationBundles, webhooksName(program)))] : []),
    ...convertedDefinitions(named).map((definition) => asked(teller(customResourceDefinitions, definitionBundles, definition))),
  ];
  return {
    hold: (bundle) => tellers.every(({ lacking }) => lacking(bundle).length === 0),
    async tell(bundle, client) {
      await Promise.all(tellers.map(({ tell }) => tell(bundle, client)));
    },
  };
}

function asked<T extends KubeObject>({ resource, name, store, bundles }: Teller<T>) {
  const lacking = (bundle: string) => {
    const object = store.get(name);
    return object === undefined ? [] : bundles(object).filter((place) => place.bundle !== bundle);
  };
  return {
    lacking,
    async tell(bundle: string, client: Client): Promise<void> {
      const places = lacking(bundle);
      if (places.length === 0) return;
      const version = store.get(name)?.metadata?.resourceVersion;
      const steps: readonly JsonPatchStep[] = [
        { op: 'test', path: '/metadata/resourceVersion', value: version },
        ...places.map(({ path }) => ({ op: 'add' as const, path, value: bundle })),
      ];
      await client.patch(resource, { name }, { json: steps });
    },
  };
}
