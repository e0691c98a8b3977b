import type { CustomResources } from './contracts/schema-source.ts';
import { notServed } from './contracts/status-error.ts';
import type { Validate } from './contracts/validating.ts';

/** Parts that are not served yet: each refuses, or adds nothing. */
export const validate: Validate = () => [];

export const customResources: CustomResources = () => {
  throw notServed('custom resources');
};
