import type { KubeObject } from '../contracts/kube-object.ts';
import type { Conversions } from '../registry.ts';

/** Kinds whose versions differ in more than their name. */
export const conversions: Conversions = {};

export const toStorage = (object: KubeObject): KubeObject => object;
