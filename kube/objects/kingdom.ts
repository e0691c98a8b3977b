import type { Namespace } from './built-in.ts';
import { KINGDOM_LABEL } from '../../model/keys.ts';

/** A kingdom is a namespace with our label, or with the name that the original's kingdoms have. */
export const isKingdom = ({ metadata }: Namespace): boolean =>
  metadata?.labels?.[KINGDOM_LABEL] !== undefined || (metadata?.name ?? '').startsWith('kingdom-of-');
