import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderedFile } from '../../constructs/render-charts.ts';
import { KINGDOM_LABEL, REALM_LABEL } from '../../model/keys.ts';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { civ, kubectl, kubectlJson, run, type Said } from './run-program.ts';

/** A word of this run alone, for the names of its kingdoms: two runs on one cluster do not meet. */
export const ownWord = (): string => `t${randomBytes(3).toString('hex')}`;
const OWN_WORD = /^t[0-9a-f]{6}$/;

export interface DeployedRealm {
  /** What `kubectl apply -f` of its folder said; warnings stand on `stderr`. */
  readonly said: Said;
  /** `kubectl delete -f` of what it brought, once. Answers the names of what is still there. */
  remove(): Promise<string>;
}

/** On `civ-system`, where a test brought it. */
const BROUGHT = 'civ8s.dev/brought-by-a-test';

/**
 * Applies the manifests of a realm as a user does. A cluster that has `civ-system` keeps its own; to another the first
 * run that comes brings it, and the last one that goes takes it away.
 */
export async function deploy(files: readonly RenderedFile[]): Promise<DeployedRealm> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-cluster-'));
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  const names = files.map(({ name }) => name);
  const system = names.filter((name) => name.startsWith(SYSTEM_NAMESPACE));
  const kingdoms = names.filter((name) => !system.includes(name));
  const paths = (some: readonly string[]) => some.flatMap((name) => ['-f', join(folder, name)]);
  const gone = async (some: readonly string[]) => {
    await kubectl('delete', '--ignore-not-found', '--timeout=180s', ...paths(some));
    return kubectl('get', '--ignore-not-found', '-o', 'name', ...paths(some));
  };
  let [there, brings] = [true, false];
  const remove = async () => {
    if (!there) return '';
    const left = [await gone(kingdoms)];
    // Only now: of two runs that go at a time, the later one sees that it is the last.
    if ((brings || (await hasBrought())) && !(await hasOtherRuns())) left.push(await gone(system));
    there = false;
    rmSync(folder, { recursive: true, force: true });
    return left.join('');
  };
  try {
    brings = !(await hasSystem());
    const apply = () => run('kubectl', ['apply', '--validate=strict', ...paths(brings ? [...system, ...kingdoms] : kingdoms)]);
    const said = await apply().catch((error: unknown) => {
      if (brings && String(error).includes('AlreadyExists')) return apply(); // another run came at the same time
      throw error;
    });
    if (brings) await kubectl('label', 'namespace', SYSTEM_NAMESPACE, `${BROUGHT}=yes`);
    return { said, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function hasSystem(): Promise<boolean> {
  const phase = await kubectl('get', 'namespace', SYSTEM_NAMESPACE, '--ignore-not-found', '-o', 'jsonpath={.status.phase}');
  if (phase === 'Terminating') await kubectl('wait', '--for=delete', `namespace/${SYSTEM_NAMESPACE}`, '--timeout=180s');
  return phase === 'Active';
}
const hasBrought = async () => (await kubectl('get', 'namespaces', '-l', BROUGHT, '-o', 'name')) !== '';
async function hasOtherRuns(): Promise<boolean> {
  const { items } = await kubectlJson<{ readonly items: readonly Pick<DeployedPod, 'metadata'>[] }>(
    'get',
    'namespaces',
    '-l',
    KINGDOM_LABEL,
  );
  return items.some(({ metadata }) => OWN_WORD.test(metadata.labels[REALM_LABEL] ?? ''));
}

/** A pod, as far as these tests look into it. */
export interface DeployedPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}

export const podsOf = async (namespace: string, ...selector: readonly string[]): Promise<readonly DeployedPod[]> =>
  (await kubectlJson<{ readonly items: readonly DeployedPod[] }>('get', 'pods', '-n', namespace, ...selector)).items.filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );

export const isReady = ({ status }: DeployedPod): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;

/** What `civ audit` finds; it fails where a law is broken, or books cannot be read. */
export interface FoundPod {
  readonly breaches: readonly unknown[];
  readonly departed: Readonly<Record<string, unknown>>;
  readonly open: Readonly<Record<string, number>>;
  readonly inDoubt: Readonly<Record<string, number>>;
  readonly pods: number;
  readonly unread: readonly string[];
}
export const auditOf = async (realm: string): Promise<FoundPod> =>
  JSON.parse((await civ('audit', '--realm', realm, '-o', 'json')).stdout) as FoundPod;
