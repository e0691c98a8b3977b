import {
  customResourceDefinitions,
  mutatingWebhookConfigurations,
  secrets,
  validatingWebhookConfigurations,
} from '../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../kube/objects/resource.ts';
import type { Webhooks } from './declared.ts';
import { webhooksName } from './manifests.ts';
import { convertedDefinitions, namedWebhooks } from './named.ts';

/** A right that a program needs for its webhooks. */
export interface NeededAccess {
  readonly resource: Resource<KubeObject>;
  readonly verbs: readonly string[];
  /** The one object of that name. Absent: any, since a create is not granted by name. */
  readonly name?: string;
  /** What does not happen without it. */
  readonly without: string;
}

/** All of them: those about a namespace's objects are needed in the program's own. */
export function neededAccess(all: readonly Webhooks[], program: string): readonly NeededAccess[] {
  const named = namedWebhooks(all, program);
  const { validate, mutate } = named;
  const name = webhooksName(program);
  const authority = 'there is no authority, and no webhook is served';
  const bundle = 'API servers are not told whom to trust, and call no webhook';
  const configured = (resource: Resource<KubeObject>, of = name): NeededAccess => ({
    resource,
    verbs: ['list', 'watch', 'patch'],
    name: of,
    without: bundle,
  });
  return [
    { resource: secrets, verbs: ['create'], without: authority },
    { resource: secrets, verbs: ['list', 'watch', 'patch'], name, without: authority },
    ...(validate.length > 0 ? [configured(validatingWebhookConfigurations)] : []),
    ...(mutate.length > 0 ? [configured(mutatingWebhookConfigurations)] : []),
    ...convertedDefinitions(named).map((definition) => configured(customResourceDefinitions, definition)),
  ];
}
