import { isDnsSubdomain, isName, isQualifiedName } from '../../ground/text/names.ts';
import { SHOP_LABEL, TOWN_LABEL } from '../keys.ts';
import { show } from './limits.ts';
import type { Problem } from './problem.ts';

export const subdomainProblem = (name: unknown): Problem | undefined =>
  typeof name === 'string' && isDnsSubdomain(name)
    ? undefined
    : {
        what: `${show(name)} is not a DNS subdomain`,
        remedy: 'use up to 253 lower-case letters, digits, "-" or ".", first and last a letter or digit',
      };

/** The key of a label or an annotation: `team`, `example.com/team`. */
export function keyProblem(key: string): Problem | undefined {
  if (isQualifiedName(key)) return undefined;
  return {
    what: `key ${show(key)} is not valid`,
    remedy:
      'use up to 63 letters, digits, "-", "_" or ".", first and last a letter or digit; before it, if need be, a DNS subdomain and "/"',
  };
}

/** Keys by which civ8s itself knows its objects. */
export const ownKeyProblem = (key: string): Problem | undefined =>
  key === TOWN_LABEL || key === SHOP_LABEL || /^([^/]*\.)?civ8s\.dev\//.test(key)
    ? { what: `key "${key}" belongs to civ8s`, remedy: 'take a key of your own: "example.com/team"' }
    : undefined;

export const labelValueProblem = (value: unknown): Problem | undefined =>
  typeof value === 'string' && (value === '' || isName(value))
    ? undefined
    : {
        what: `value ${show(value)} is not valid`,
        remedy: 'use up to 63 letters, digits, "-", "_" or ".", first and last a letter or digit',
      };
