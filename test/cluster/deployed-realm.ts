import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderedFile } from '../../constructs/render-charts.ts';
import { civ, kubectl, kubectlJson, run, type Said } from './run-program.ts';

/** A word of this run alone, for the names of its kingdoms: two runs on one cluster do not meet. */
export const ownWord = (): string => `t${randomBytes(3).toString('hex')}`;

export interface DeployedRealm {
  /** What `kubectl apply -f` of its folder said; warnings stand on `stderr`. */
  readonly said: Said;
  /** `kubectl delete -f` of its folder, once. Answers the names of what is still there. */
  remove(): Promise<string>;
}

/** Applies manifests as a user does. A cluster that has `civ-system` keeps its own; another is given it, and loses it again. */
export async function deploy(files: readonly RenderedFile[]): Promise<DeployedRealm> {
  const { items } = await kubectlJson<{ readonly items: readonly unknown[] }>('get', 'namespaces', '--field-selector', 'metadata.name=civ-system');
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-cluster-'));
  for (const { name, text } of files) if (items.length === 0 || !name.startsWith('civ-system')) writeFileSync(join(folder, name), text);
  let there = true;
  const remove = async () => {
    if (!there) return '';
    await kubectl('delete', '--ignore-not-found', '--timeout=120s', '-f', folder);
    const left = await kubectl('get', '--ignore-not-found', '-o', 'name', '-f', folder);
    there = false;
    rmSync(folder, { recursive: true, force: true });
    return left;
  };
  try {
    return { said: await run('kubectl', ['apply', '--validate=strict', '-f', folder]), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A pod, as far as these tests look into it. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>>; readonly deletionTimestamp?: string };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[]; readonly containerStatuses?: readonly { readonly restartCount: number }[] };
}

export const podsOf = async (namespace: string, ...selector: readonly string[]): Promise<readonly Pod[]> =>
  (await kubectlJson<{ readonly items: readonly Pod[] }>('get', 'pods', '-n', namespace, ...selector)).items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);

export const isReady = ({ status }: Pod): boolean => status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;

/** What `civ audit` finds; it fails where a law is broken, or books cannot be read. */
export interface Found {
  readonly breaches: readonly unknown[];
  readonly departed: Readonly<Record<string, unknown>>;
  readonly open: Readonly<Record<string, number>>;
  readonly inDoubt: Readonly<Record<string, number>>;
  readonly pods: number;
  readonly unread: readonly string[];
}
export const auditOf = async (realm: string): Promise<Found> => JSON.parse((await civ('audit', '--realm', realm, '-o', 'json')).stdout) as Found;
