import type { ResourceChange } from '../../resource-change.ts';
import { apiVersionOf } from '../reference.ts';

/** What differs between the types of events that one may ask for. */
export interface Wording {
  type(change: ResourceChange): string;
  /** Absent for what is about no object. */
  subject(change: ResourceChange): string | undefined;
  /** JSON. States are put into it as they are. */
  data(change: ResourceChange): Uint8Array;
}

/** `/api/v1/pods`, `/apis/apps/v1/deployments`: where the objects of all namespaces are. */
export const collectionPath = ({ resource }: ResourceChange): string =>
  `/${resource.group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}/${resource.plural}`;
