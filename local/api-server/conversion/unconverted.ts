import type { StoredObject } from '../contracts/kube-object.ts';

/** Objects that a webhook has to convert before they can be shown: it is asked, and what threw this begins again. */
export class Unconverted extends Error {
  override readonly name = 'Unconverted';
  readonly objects: readonly StoredObject[];
  readonly apiVersion: string;
  constructor(objects: readonly StoredObject[], apiVersion: string) {
    super(`${objects.length} objects are not converted to ${apiVersion} yet`);
    this.objects = objects;
    this.apiVersion = apiVersion;
  }
}
