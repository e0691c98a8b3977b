import type { Client } from '../../../kube/client/client.ts';
import { connect } from '../../../kube/connect.ts';
import { deployments, namespaces } from '../../../kube/objects/built-in.ts';
import { SHOP_LABEL, TOWN_LABEL } from '../../../model/keys.ts';
import { isKingdom } from '../../../kube/objects/kingdom.ts';
import type { CommandInvocation } from '../../invocation.ts';

/** A shell waits for it: no longer than a person would. */
const PATIENCE_MS = 2_000;

/** The names that an option or an argument of this name may have on the cluster: kingdoms, towns and shops are known there. */
export async function namesOf(wanted: string, given: ReadonlyMap<string, string>, { env }: CommandInvocation): Promise<readonly string[]> {
  if (wanted !== 'kingdom' && wanted !== 'town' && wanted !== 'shop') return [];
  const [kubeconfig, context] = [given.get('kubeconfig'), given.get('context')];
  const connection = await connect({ env, program: 'civ', kubeconfig, context, timeoutMs: PATIENCE_MS });
  try {
    if (wanted === 'kingdom') return await kingdoms(connection.client);
    const town = wanted === 'shop' ? given.get('town') : undefined;
    return await labels(connection.client, wanted === 'town' ? TOWN_LABEL : SHOP_LABEL, given.get('kingdom'), town);
  } finally {
    await connection.close();
  }
}

const kingdoms = async (client: Client): Promise<readonly string[]> =>
  (await client.list(namespaces)).items.filter(isKingdom).map(({ metadata }) => metadata?.name ?? '');

async function labels(client: Client, label: string, kingdom: string | undefined, town: string | undefined): Promise<readonly string[]> {
  const where = kingdom === undefined ? {} : { namespace: kingdom };
  const labelSelector = town === undefined ? label : `${label},${TOWN_LABEL}=${town}`;
  const { items } = await client.list(deployments, { ...where, labelSelector });
  return [...new Set(items.map(({ metadata }) => metadata?.labels?.[label] ?? ''))];
}
