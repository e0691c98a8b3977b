import { packageVersion } from '../model/package-version.ts';

/** The manifests and the image of a release belong together. */
export const DEFAULT_IMAGE = `civ8s:${packageVersion()}`;
