import type { ShopSettings } from '../model/realm.ts';
import { mergedResources, type AllResources } from './resources.ts';

/** What a shop is set to once all is said: its own word goes before what holds for all, and both before ours. */
export const shopSettings = (defaults: ShopSettings, shop: ShopSettings): ShopSettings => ({
  ...defaults,
  ...shop,
  labels: { ...defaults.labels, ...shop.labels },
  annotations: { ...defaults.annotations, ...shop.annotations },
  resources: mergedResources(WORKER_RESOURCES, defaults.resources, shop.resources),
});

const WORKER_RESOURCES: AllResources = {
  requests: { cpu: '50m', memory: '96Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '1', memory: '192Mi', 'ephemeral-storage': '640Mi' },
};
