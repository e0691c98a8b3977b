import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../../cli/commands/apply.ts';
import { diff } from '../../../cli/commands/diff.ts';
import { lineDiff } from '../../../cli/apply/line-diff.ts';
import { configMaps, deployments, namespaces } from '../../../kube/objects/built-in.ts';
import { outcomeIn } from '../invocation.ts';
import { describeOnBothServers, type ClusterOfCommand } from './on-both-servers.ts';

function suite(place: () => ClusterOfCommand): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-apply-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const values = (...shops: readonly (readonly [type: string, amount: number])[]) => valuesIn('town', ...shops);
  const valuesIn = (town: string, ...shops: readonly (readonly [type: string, amount: number])[]) => {
    const file = join(folder, 'values.yaml');
    writeFileSync(
      file,
      JSON.stringify({
        kingdoms: [
          {
            name: 'kingdom-of-one',
            towns: [
              {
                name: town,
                shops: shops.map(([type, amount]) => ({
                  type,
                  directions: [{ product: type.slice(0, 4), amount, minimum: 1, interval: 5 }],
                })),
              },
            ],
          },
        ],
      }),
    );
    return ['-f', file, '--name', 'valley'];
  };
  const verbs = (stdout: string) =>
    [
      ...new Set(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split(' ').slice(1).join(' ')),
      ),
    ].sort();
  const run = (command: typeof apply, ...args: readonly string[]) => outcomeIn({ env: place().env }, command, ...args);
  const shops = async () =>
    (await place().connection.client.list(deployments, { namespace: 'kingdom-of-one' })).items.map(({ metadata }) => metadata?.name);

  it('changes nothing in a dry run', async () => {
    const { code, stdout } = await run(apply, ...values(['woodworker', 1], ['stonemason', 1]), '--dry-run');
    expect({ code, verbs: verbs(stdout) }).toEqual({ code: 0, verbs: ['created (dry run)'] });
    expect((await place().connection.client.list(namespaces)).items.map(({ metadata }) => metadata?.name)).not.toContain('kingdom-of-one');
  });

  it('brings a realm onto the cluster, and a second time changes nothing', async () => {
    const first = await run(apply, ...values(['woodworker', 1], ['stonemason', 1]));
    expect({ ...first, stdout: verbs(first.stdout).filter((verb) => verb !== 'configured') }).toEqual({
      code: 0,
      stdout: ['created'],
      stderr: '',
    });
    expect(await shops()).toEqual(['stonemason', 'woodworker']);
    const again = await run(apply, ...values(['woodworker', 1], ['stonemason', 1]));
    expect(verbs(again.stdout)).toEqual(['unchanged']);
    expect((await run(diff, ...values(['woodworker', 1], ['stonemason', 1]))).stdout).toBe('');
  });

  it('shows what would change, and then changes that and nothing else', async () => {
    const { stdout } = await run(diff, ...values(['woodworker', 2], ['stonemason', 1]));
    expect(stdout).toContain('change configmap/woodworker-directions in kingdom-of-one\n');
    expect(stdout).toContain('"amount":1');
    expect(stdout.match(/^(change|create|prune) /gm)).toEqual(['change ']);
    const changed = await run(apply, ...values(['woodworker', 2], ['stonemason', 1]));
    expect(changed.stdout.split('\n').filter((line) => line !== '' && !line.endsWith('unchanged'))).toEqual([
      'configmap/woodworker-directions configured',
    ]);
  });

  it('prunes what the realm no longer has, and touches nothing of others', async () => {
    const { client } = place().connection;
    await client.create(configMaps, { metadata: { name: 'somebody-elses', namespace: 'kingdom-of-one', labels: { shop: 'stonemason' } } });
    const { stdout } = await run(apply, ...values(['woodworker', 2]));
    expect(
      stdout
        .split('\n')
        .filter((line) => line.endsWith('pruned'))
        .sort(),
    ).toEqual([
      'configmap/stonemason-directions pruned',
      'deployment.apps/stonemason pruned',
      'networkpolicy.networking.k8s.io/stonemason-trade pruned',
      'service/stonemason pruned',
    ]);
    expect(await shops()).toEqual(['woodworker']);
    expect((await client.get(configMaps, { namespace: 'kingdom-of-one', name: 'somebody-elses' })).metadata?.name).toBe('somebody-elses');
  });

  it('says that a shop cannot move without being made anew, before anything is changed', async () => {
    const { client } = place().connection;
    const uid = async () => (await client.get(deployments, { namespace: 'kingdom-of-one', name: 'woodworker' })).metadata?.uid;
    const before = await uid();
    const why =
      '  deployment.apps/woodworker of kingdom-of-one: its spec.selector cannot be changed (a shop that moves to another town changes it): civ apply --replace deletes and recreates it; its pods end, and their stock is lost\n';
    const moved = valuesIn('harbour', ['woodworker', 2]);
    expect(await run(apply, ...moved)).toEqual({ code: 1, stdout: '', stderr: `civ apply: nothing was applied:\n${why}` });
    expect((await client.get(configMaps, { namespace: 'kingdom-of-one', name: 'woodworker-directions' })).metadata?.labels?.['town']).toBe(
      'town',
    );
    const { stdout } = await run(diff, ...moved);
    expect(stdout).toMatch(/^replace deployment\.apps\/woodworker in kingdom-of-one: its spec\.selector cannot be changed\n/m);
    expect(stdout).toMatch(/^- +town: town\n/m);
    expect((await run(apply, ...moved, '--replace', '--dry-run')).stdout).toContain('deployment.apps/woodworker replaced (dry run)\n');
    expect(await uid()).toBe(before);
    const { code, stdout: done } = await run(apply, ...moved, '--replace');
    expect({ code, done: done.split('\n').filter((line) => line.endsWith('replaced')) }).toEqual({
      code: 0,
      done: ['deployment.apps/woodworker replaced'],
    });
    expect(await uid()).not.toBe(before);
    expect(verbs((await run(apply, ...moved)).stdout)).toEqual(['unchanged']);
  });

  it('refuses to take what belongs to another set, and has changed nothing then', async () => {
    const { client } = place().connection;
    await client.create(configMaps, {
      metadata: {
        name: 'pottery-directions',
        namespace: 'kingdom-of-one',
        labels: { 'applyset.kubernetes.io/part-of': 'applyset-other-v1' },
      },
    });
    const { code, stdout, stderr } = await run(apply, ...values(['woodworker', 3], ['pottery', 1]));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'civ apply: cannot apply configmap/pottery-directions of kingdom-of-one: it belongs to another set of objects (applyset-other-v1): give the realm other names, or delete it there first\n',
    );
    expect(
      (await client.get(configMaps, { namespace: 'kingdom-of-one', name: 'woodworker-directions' })).data?.['directions.json'],
    ).toContain('"amount":2');
  });
}

describeOnBothServers('civ apply and civ diff', suite);

describe('a diff of lines', () => {
  it('shows changes with what is around them', () =>
    expect(lineDiff(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], ['a', 'b', 'c', 'd', 'E', 'f', 'g', 'h', 'i'])).toEqual([
      '  …',
      '  b',
      '  c',
      '  d',
      '- e',
      '+ E',
      '  f',
      '  g',
      '  h',
      '  …',
    ]));
  it('is nothing where nothing changed', () => expect(lineDiff(['a', 'b'], ['a', 'b'])).toEqual([]));
});
