import { quantity } from '../model/quantity.ts';
import type { Resources } from '../model/realm.ts';

type Resource = keyof NonNullable<Resources['requests']>;
/** All that a container asks for and may use. */
export type AllResources = { readonly [side in 'requests' | 'limits']: Readonly<Record<Resource, string>> };

/**
 * What a container asks for and may use: the later layers go first, and the defaults give way to them. Whoever asks
 * for more than the default limit, or allows less than the default request, has thereby said the other one too.
 */
export function mergedResources(defaults: AllResources, ...layers: readonly (Resources | undefined)[]): AllResources {
  const said = (side: keyof AllResources, resource: Resource) =>
    layers.findLast((layer) => layer?.[side]?.[resource] !== undefined)?.[side]?.[resource];
  const pairs = (['cpu', 'ephemeral-storage', 'memory'] as const).map((resource) => {
    const [request, limit] = [said('requests', resource), said('limits', resource)];
    return {
      request: [resource, request ?? smaller(defaults.requests[resource], limit)] as const,
      limit: [resource, limit ?? larger(defaults.limits[resource], request)] as const,
    };
  });
  return { requests: record(pairs.map(({ request }) => request)), limits: record(pairs.map(({ limit }) => limit)) };
}

const smaller = (usual: string, said: string | undefined): string => (said !== undefined && amount(said) < amount(usual) ? said : usual);
const larger = (usual: string, said: string | undefined): string => (said !== undefined && amount(said) > amount(usual) ? said : usual);
/** What is not a quantity compares as neither more nor less; the checks of the model report it. */
const amount = (text: string): number => quantity(text) ?? NaN;
const record = (entries: readonly (readonly [Resource, string])[]) => Object.fromEntries(entries) as Record<Resource, string>;
