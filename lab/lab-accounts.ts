import { covers, grantInWords, grantsOf, type Grant } from '../controllers/runtime/rights/grant.ts';
import type { NeededRight } from '../controllers/runtime/rights/needed-right.ts';
import { roleManifests } from '../controllers/runtime/rights/role-manifests.ts';
import { rulesOfGrants } from '../controllers/runtime/rights/rules.ts';
import type { KubeContext } from '../kube/access/kubeconfig.ts';
import type { Client } from '../kube/client/client.ts';
import { ApiError } from '../kube/errors/api-error.ts';
import type { Accountable } from './accountable-client.ts';
import { applyManifest } from './apply-manifest.ts';

/** A program's service account in a lab. */
export interface LabAccount extends Accountable {
  /** How it signs in. */
  readonly context: KubeContext;
  /** Grants it these rights, beside those that it has. */
  grant(rights: readonly NeededRight[]): Promise<void>;
  /** What it asked for and has no right to, a sentence each. */
  missing(): readonly string[];
}

/** The service accounts of a lab: one for each program, with the rights that its controllers need, and no others. */
export interface LabAccounts {
  /** `withheld`: what it is never granted, in words: `patch pods`. */
  of(program: string, withheld?: readonly string[]): LabAccount;
  /** For who may do everything. */
  readonly administrator: LabAccount;
  /** What was granted and no request has taken: `website: delete services`. */
  unused(): readonly string[];
}

export interface LabAccountsOptions {
  readonly admin: Client;
  /** The administrator's own. */
  readonly context: KubeContext;
  readonly ensureNamespace: (name: string) => Promise<void>;
}

const NAMESPACE = 'default';

export function createLabAccounts(options: LabAccountsOptions): LabAccounts {
  const accounts = new Map<string, LabAccount & { unused(): readonly Grant[] }>();
  return {
    of(program, withheld = []) {
      const known = accounts.get(program) ?? createAccount(program, withheld, options);
      accounts.set(program, known);
      return known;
    },
    administrator: { context: options.context, grant: async () => {}, missing: () => [], asks() {}, failed: (_, error) => error },
    unused: () => [...accounts].flatMap(([program, account]) => account.unused().map((grant) => `${program}: ${grantInWords(grant)}`)),
  };
}

function createAccount(program: string, withheld: readonly string[], { admin, context, ensureNamespace }: LabAccountsOptions) {
  const granted: Grant[] = [];
  /** Of these, what it has to be told of where nobody needs it. */
  const told = new Map<string, Grant>();
  const taken = new Map<string, Grant>();
  const missing = new Set<string>();
  let applied = '';
  const isGranted = (grant: Grant): boolean => granted.some((each) => covers(each, grant));
  return {
    context: { ...context, user: { ...context.user, ...impersonating(program) } },
    async grant(rights: readonly NeededRight[]) {
      granted.push(...rights.flatMap(grantsOf).filter((grant) => !withheld.includes(grantInWords(grant))));
      for (const grant of rights.flatMap((right) => grantsOf({ ...right, alongside: [] }))) told.set(grantInWords(grant), grant);
      const manifests = roleManifests(rulesOfGrants(granted), { name: program, account: program, namespace: NAMESPACE });
      if (JSON.stringify(manifests) === applied) return; // of a replica of what runs already
      applied = JSON.stringify(manifests);
      for (const each of manifests) {
        if (each.metadata?.namespace !== undefined) await ensureNamespace(each.metadata.namespace);
        await applyManifest(admin, each);
      }
    },
    asks: (grants: readonly Grant[]) => grants.forEach((grant) => taken.set(grantInWords(grant), grant)),
    failed(grants: readonly Grant[], error: unknown) {
      if (!ApiError.is(error, 'forbidden')) return error;
      const lacking = grants.filter((grant) => !isGranted(grant)).map((grant) => `${program} ${adviceFor(grant)}`);
      for (const line of lacking) missing.add(line);
      if (lacking.length === 0) return error;
      return new ApiError('forbidden', `${error.message}: ${lacking.join('; ')}`, {
        status: error.status,
        reason: error.reason,
        cause: error,
      });
    },
    missing: () => [...missing],
    unused: () => [...told.values()].filter((grant) => ![...taken.values()].some((each) => needs(each, grant))),
  };
}

/** Who watches lists as well, where the server cannot begin a watch with what is there. */
const needs = (asked: Grant, granted: Grant): boolean =>
  covers(granted, asked) || (asked.verb === 'watch' && covers(granted, { ...asked, verb: 'list' }));

/** As a service account is seen, once its token has been looked into. */
const impersonating = (account: string) => ({
  as: `system:serviceaccount:${NAMESPACE}:${account}`,
  'as-groups': ['system:serviceaccounts', `system:serviceaccounts:${NAMESPACE}`, 'system:authenticated'],
});

/** Which right to add. The name of the object is left out, since most rights are to all of them. */
function adviceFor({ verb, group, resource, namespace }: Grant): string {
  const [plural = '', subresource] = resource.split('/');
  const sub = subresource === undefined ? '' : `, subresource: '${subresource}'`;
  const right = `{ verbs: ['${verb}'], resource: ${plural}${sub}, … }`;
  return `has no right to ${grantInWords({ verb, group, resource, namespace })}: have its rights(settings) answer ${right} as well`;
}
