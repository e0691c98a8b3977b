import { afterAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiServer } from '../../../cli/commands/api-server.ts';
import { connect } from '../../../kube/connect.ts';
import { resource, type KubeObject } from '../../../kube/objects/resource.ts';
import { outcomeIn, outcomeOf, type EndedCommand } from '../invocation.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-api-server-'));
afterAll(() => rmSync(folder, { recursive: true }));

const gadgets = resource<KubeObject>('example.org', 'v1', 'gadgets', 'Gadget');
const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
`;

/** What the command prints once it serves, and how it ends when it is told to. */
async function serving(...args: readonly string[]): Promise<{ readonly kubeconfig: string; end(): Promise<EndedCommand> }> {
  const stop = new AbortController();
  const said = Promise.withResolvers<string>();
  const ended = outcomeIn({ stop: stop.signal, onOutput: said.resolve }, apiServer, ...args);
  const output = await Promise.race([said.promise, ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  return {
    kubeconfig: /^export KUBECONFIG=(.+)\n$/.exec(output)?.[1] ?? '',
    end: () => {
      stop.abort('SIGINT');
      return ended;
    },
  };
}

describe('civ api-server', () => {
  it('serves until it is told to stop, and takes its kubeconfig along', async () => {
    const { kubeconfig, end } = await serving();
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    const { client, close } = await connect({ env: {}, kubeconfig });
    await expect(client.list(gadgets)).rejects.toThrow('the cluster has no gadgets.example.org');
    await close();
    expect(await end()).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(kubeconfig)).toBe(false);
  });

  it('has what stands in a folder from the start, and a kubeconfig where it is wanted', async () => {
    const crds = join(folder, 'crds');
    mkdirSync(crds);
    writeFileSync(join(crds, 'gadgets.yaml'), DEFINITION);
    const file = join(folder, 'kubeconfig');
    const { kubeconfig, end } = await serving('--crds', crds, '--kubeconfig', file);
    expect(kubeconfig).toBe(file);
    const { client, close } = await connect({ env: {}, kubeconfig });
    expect((await client.list(gadgets)).items).toEqual([]);
    await close();
    expect((await end()).code).toBe(0);
  });

  it.each([
    ['a folder that is not there', ['--crds', join(folder, 'none')], /^civ api-server: cannot read .*none.*\n$/],
    ['a port that is none', ['--port', 'http'], /give a port from 0 to 65535/],
    [
      'a kubeconfig that cannot be written',
      ['--kubeconfig', join(folder, 'no', 'such')],
      /^civ api-server: cannot write .*--kubeconfig\n$/,
    ],
  ])('says in one line what is wrong with %s, and leaves nothing behind', async (_, args, why) =>
    expect(await outcomeOf(apiServer, ...args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(why) }),
  );

  it('says so where its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await outcomeOf(apiServer, '--port', String(port));
    taken.close();
    expect([code, stderr]).toEqual([
      1,
      `civ api-server: cannot listen on port ${port}: something else does already: choose another with --port, or leave it out\n`,
    ]);
  });
});
