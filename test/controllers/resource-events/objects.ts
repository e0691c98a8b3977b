import type { ChangedResource, ResourceChange } from '../../../events/resource-change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { createDigest } from '../../../controllers/resource-events/change/digest.ts';
import type { NoticeOptions } from '../../../controllers/resource-events/change/notice.ts';
import { createResourceStates, type ResourceStates } from '../../../controllers/resource-events/change/resource-states.ts';
import { WITHOUT_RULE, type ChangeRule } from '../../../controllers/resource-events/rules/change-rule.ts';

export const DEPLOYMENTS: ChangedResource = { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' };
export const SECRETS: ChangedResource = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret' };
export const NOON = Date.parse('2026-11-26T12:00:00Z');
export const CREATED = '2026-11-26T11:00:00Z';

/** An object `default/web` of uid `u1`, created at eleven. */
export const objectOf = (resourceVersion: string | number, fields: Record<string, unknown> = {}, metadata: object = {}): KubeObject => ({
  metadata: {
    namespace: 'default',
    name: 'web',
    uid: 'u1',
    resourceVersion: String(resourceVersion),
    creationTimestamp: CREATED,
    ...metadata,
  },
  ...fields,
});

export const statesOf = (resource: ChangedResource, rule: Partial<ChangeRule> = {}, options: Partial<NoticeOptions> = {}): ResourceStates =>
  createResourceStates({
    clusterId: 'east',
    resource,
    now: () => NOON,
    ruleFor: () => ({ ...WITHOUT_RULE, ...rule }),
    digest: createDigest(),
    partial: false,
    ...options,
  });

/** A state as it is published, parsed. */
export const parsed = (state: Uint8Array | undefined): unknown =>
  state === undefined ? undefined : JSON.parse(Buffer.from(state).toString());

/** A change, with its states parsed. */
export const shown = ({ then, now, ...change }: ResourceChange) => ({ ...change, then: parsed(then), now: parsed(now) });
