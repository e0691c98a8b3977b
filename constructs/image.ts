import { packageVersion } from '../model/package-version.ts';
import type { ShopSettings } from '../model/realm.ts';

/** The manifests and the image of a release belong together. */
const OURS = `civ8s:${packageVersion()}`;

/** The image that was asked for; else our own, out of the registry that was named. */
export const imageOf = ({ image, registry }: Pick<ShopSettings, 'image' | 'registry'>): string =>
  image ?? (registry === undefined ? OURS : `${registry}/${OURS}`);
