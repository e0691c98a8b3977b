import { isDnsLabel, isLetterLabel } from '../ground/text/names.ts';
import { show } from './checks/limits.ts';
import type { Problem } from './checks/problem.ts';

/** A DNS-1123 label: what a realm, a kingdom, a town and a type may be called. */
export const nameProblem = (name: unknown): Problem | undefined =>
  typeof name === 'string' && isDnsLabel(name)
    ? undefined
    : {
        what: `${show(name)} cannot be a name`,
        remedy: 'use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
      };

/** Pods are called `<shop>-<10>-<5>`, and a name of more than 63 is cut: two shops could then share one. */
const LONGEST_SHOP_NAME = 46;
/** A DNS-1035 label, since a shop is a Service too. */
export const shopNameProblem = (name: unknown): Problem | undefined =>
  typeof name === 'string' && name.length <= LONGEST_SHOP_NAME && isLetterLabel(name)
    ? undefined
    : {
        what: `${show(name)} cannot be the name of a shop`,
        remedy: `use up to ${LONGEST_SHOP_NAME} lower-case letters, digits or "-", first a letter, last a letter or digit`,
      };

/** The namespace of the controllers, which all realms of a cluster share. */
export const SYSTEM_NAMESPACE = 'civ-system';

/** The dashboard of a cluster: its Deployment, its Service and its account, in the namespace of the controllers. */
export const DASHBOARD = 'dashboard';

/** A kingdom is a namespace, and the last part of the address of its shops: `http://woodworker.<kingdom>`. */
export function kingdomNameProblem(name: string): Problem | undefined {
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  if (name === 'default' || name === SYSTEM_NAMESPACE || name.startsWith('kube-'))
    return { what: `namespace "${name}" is not for kingdoms`, remedy: `take another name: "kingdom-of-${name}"` };
  if (/^(\d+|0x[0-9a-f]*)$/.test(name))
    return {
      what: `"http://shop.${name}" would be read as an IP address`,
      remedy: `take a name that is not a number: "kingdom-of-${name}"`,
    };
  return undefined;
}
