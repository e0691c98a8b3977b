import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../../cli/commands/apply.ts';
import { diff } from '../../../cli/commands/diff.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import { DEMAND_MANAGER, REPLICAS_ANNOTATION } from '../../../model/keys.ts';
import { outcomeIn } from '../invocation.ts';
import { describeOnBothServers, type ClusterOfCommand } from './on-both-servers.ts';

type Replicas = number | { readonly from: number; readonly to: number };
const NAME = { namespace: 'kingdom-of-one', name: 'woodworker' };

function suite(place: () => ClusterOfCommand): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-apply-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (command: typeof apply, replicas: Replicas) => {
    const file = join(folder, 'values.yaml');
    const shop = { type: 'woodworker', replicas, directions: [{ product: 'wood', amount: 1, minimum: 1, interval: 5 }] };
    writeFileSync(file, JSON.stringify({ kingdoms: [{ name: NAME.namespace, towns: [{ name: 'town', shops: [shop] }] }] }));
    return outcomeIn({ env: place().env }, command, '-f', file, '--name', 'valley');
  };
  const live = () => place().connection.client.get(deployments, NAME);
  const scaled = async (replicas: number, fieldManager: string) =>
    place().connection.client.patch(deployments, NAME, { merge: { spec: { replicas } } }, { fieldManager, subresource: 'scale' });
  /** Each number of workers that the Deployment ever had while something was done, and what its annotation said with it. */
  async function seen(act: () => Promise<unknown>): Promise<readonly string[]> {
    const { client } = place().connection;
    const { resourceVersion = '' } = (await live()).metadata ?? {};
    await act();
    const last = (await live()).metadata?.resourceVersion;
    const numbers: string[] = [];
    if (last === resourceVersion) return numbers;
    for await (const event of client.watch(deployments, { namespace: NAME.namespace, resourceVersion })) {
      if (event.type !== 'modified') continue;
      numbers.push(`${event.object.metadata?.annotations?.[REPLICAS_ANNOTATION] ?? 'a number'}: ${event.object.spec?.replicas}`);
      if (event.object.metadata?.resourceVersion === last) break;
    }
    return numbers;
  }
  const applied = async (replicas: Replicas) => {
    const { code, stderr } = await run(apply, replicas);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };
  beforeEach(() => applied(3));

  it('leaves as many workers as there are when their number is left to demand', async () => {
    expect(await seen(() => applied({ from: 1, to: 5 }))).toEqual(['a number: 3', '1-5: 3']);
    expect(await seen(() => applied({ from: 1, to: 5 }))).toEqual([]);
  });

  it('leaves those that demand has given since, and gives what is said when it is a number again', async () => {
    await applied({ from: 1, to: 5 });
    await scaled(4, DEMAND_MANAGER);
    expect(await seen(() => applied({ from: 1, to: 5 }))).toEqual([]);
    expect(await seen(() => applied({ from: 2, to: 6 }))).toEqual(['2-6: 4']);
    expect(await seen(() => applied(4))).toEqual(['a number: 4']);
    expect(await seen(() => applied({ from: 1, to: 5 }))).toEqual(['a number: 4', '1-5: 4']);
    expect(await seen(() => applied(2))).toEqual(['a number: 2']);
  });

  it('leaves those that somebody has set by hand, also none', async () => {
    await scaled(0, 'kubectl');
    expect(await seen(() => applied({ from: 1, to: 5 }))).toEqual(['1-5: 0']);
  });

  it('shows before that their number stays', async () => {
    const { stdout } = await run(diff, { from: 1, to: 5 });
    const [, lines = ''] = stdout.split('change deployment.apps/woodworker in kingdom-of-one\n');
    expect(lines.match(/^[+-] +.*(1-5|replicas).*$/gm)).toEqual([expect.stringMatching(/^\+ +civ8s\.dev\/replicas: ['"]?1-5['"]?$/)]);
  });
}

describeOnBothServers('civ apply of a shop whose number of workers is left to demand', suite);
