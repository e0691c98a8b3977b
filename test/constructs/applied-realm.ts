import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { RenderedFile } from '../../constructs/render-charts.ts';
import { borrowRealApiServer, type BorrowedApiServer } from '../real/api-server.ts';
import { THRIFTY_GO } from '../thrifty-go.ts';
import { manifestsOf, type Manifest } from './manifests.ts';

/** A real API server, to which the manifests of a realm have been applied as a user would. */
export interface AppliedRealm {
  readonly server: BorrowedApiServer;
  readonly manifests: readonly Manifest[];
  /** What the apply said; warnings stand on `stderr`. */
  readonly said: { readonly stdout: string; readonly stderr: string };
  /** Applies the manifests: `kubectl apply -f` of their folder, with strict validation; on the server's side unless said. */
  apply(...how: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Answers what kubectl prints; a failure is an error with what it said. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** A pod as this Deployment would make it. */
  podOf(deployment: Manifest, name: string, metadata?: object): Manifest;
  create(object: unknown, ...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** A worker's token, bound to its pod. */
  tokenOf(pod: string): Promise<string>;
  stop(): void;
}

const podOf = ({ metadata: { namespace = '' }, spec }: Manifest, name: string, metadata: object = {}): Manifest => {
  const { template } = spec as { readonly template: { readonly metadata: object; readonly spec: object } };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, ...metadata, name, namespace }, spec: template.spec };
};

export async function appliedRealm(files: readonly RenderedFile[]): Promise<AppliedRealm> {
  const server = await borrowRealApiServer();
  const around = mkdtempSync(join(tmpdir(), 'civ8s-applied-'));
  const folder = join(around, 'dist');
  mkdirSync(folder);
  for (const file of files) writeFileSync(join(folder, file.name), file.text);
  const manifests = manifestsOf(files);
  const stop = () => rmSync(around, { recursive: true, force: true });

  async function run(args: readonly string[], input = ''): Promise<{ readonly stdout: string; readonly stderr: string }> {
    // The cache of kubectl is its own, so that no test depends on what another left at home.
    const all = ['--kubeconfig', server.kubeconfig, '--cache-dir', join(around, 'cache'), ...args];
    const child = spawn(join(server.assets, 'kubectl'), all, { env: { ...process.env, ...THRIFTY_GO } });
    child.stdin.end(input);
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      child.exitCode === null ? once(child, 'exit') : undefined,
    ]);
    if (child.exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stdout}${stderr}`);
    return { stdout, stderr };
  }
  const apply = (...how: readonly string[]) =>
    run(['apply', '--validate=strict', '-f', folder, ...(how.length > 0 ? how : ['--server-side'])]);
  const kubectl = async (...args: readonly string[]) => (await run(args)).stdout.trim();

  try {
    const said = await apply();
    return {
      server,
      manifests,
      said,
      apply,
      kubectl,
      podOf,
      stop,
      create: (object, ...args) => run(['create', '--validate=strict', ...args, '-f', '-'], JSON.stringify(object)),
      tokenOf: async (pod) => {
        const [namespace = '', uid = ''] = (
          await kubectl(
            'get',
            'pods',
            '-A',
            '--field-selector',
            `metadata.name=${pod}`,
            '-o',
            'jsonpath={.items[0].metadata.namespace} {.items[0].metadata.uid}',
          )
        ).split(' ');
        return kubectl(
          'create',
          'token',
          'civ-worker',
          '-n',
          namespace,
          '--bound-object-kind',
          'Pod',
          '--bound-object-name',
          pod,
          '--bound-object-uid',
          uid,
        );
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
