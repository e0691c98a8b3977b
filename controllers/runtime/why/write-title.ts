import { keyOfName, resourceTitle, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';

/** A write, before it is sent. */
export interface WriteAttempt {
  /** `apply`, `delete`. */
  readonly verb: string;
  readonly resource: Resource<KubeObject>;
  readonly name: ObjectName;
  readonly subresource?: string;
}

/** `patch websites.example.com/status` */
export const actTitle = ({ verb, resource, subresource }: Omit<WriteAttempt, 'name'>): string =>
  `${verb} ${[resourceTitle(resource), subresource].filter(Boolean).join('/')}`;

/** `apply services shop/hello` */
export const writeTitle = (attempt: WriteAttempt): string => `${actTitle(attempt)} ${keyOfName(attempt.name)}`;
