import type { Pod } from './built-in.ts';

/** Nothing of it runs, and nothing will. */
export const hasEnded = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';
