import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { commands } from '../../../cli/command-table.ts';
import { completeFrom } from '../../../cli/commands/complete.ts';
import { completion } from '../../../cli/commands/completion.ts';
import { outcomeIn, outcomeOf } from '../invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../small-cluster.ts';

const complete = completeFrom(commands);

describe('completion', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster();
    await addKingdom(cluster, 'kingdom-of-foobar');
    await addKingdom(cluster, 'valley');
    await addShop(cluster, { kingdom: 'kingdom-of-foobar', town: 'simple-town', shop: 'woodworker' });
    await addShop(cluster, { kingdom: 'kingdom-of-foobar', town: 'north-town', shop: 'mason' });
  });
  afterAll(() => cluster.stop());
  const candidates = async (...words: string[]) =>
    (await outcomeIn({ env: cluster.env }, complete, ...words)).stdout.split('\n').slice(0, -1);

  it.each([
    [['kin'], ['kingdoms']],
    [['comp'], ['completion']],
    [['completion', 'z'], ['zsh']],
    [['controller', 'pod'], ['pod-timestamp']],
    [['controller', 'config-reload', 'w'], ['why']],
    [
      ['towns', ''],
      ['kingdom-of-foobar', 'valley'],
    ],
    [['towns', '--kingdom', 'k'], ['kingdom-of-foobar']],
    [
      ['shops', 'kingdom-of-foobar', ''],
      ['north-town', 'simple-town'],
    ],
    [['shops', '--kingdom', 'kingdom-of-foobar', '--town', 's'], ['simple-town']],
    [['logs', 'kingdom-of-foobar', 'simple-town', ''], ['woodworker']],
    [
      ['logs', '--kingdom', 'kingdom-of-foobar', '--shop', ''],
      ['mason', 'woodworker'],
    ],
    [['towns', '--kin'], ['--kingdom']],
    [['watch', '--t'], ['--town']],
    [['logs', '--since', ''], []],
    [['logs', '--tail', '5', 'k'], ['kingdom-of-foobar']],
    [['logs', '--town=simple-town', '-n', 'kingdom-of-foobar', '--shop', ''], ['woodworker']],
    [
      ['watch', '--output', ''],
      ['board', 'json'],
    ],
    [['audit', '-o', 'j'], ['json']],
    [['kingdoms', '-o', 'n'], ['name']],
    [['kingdoms', '--al'], []],
    [['up', '--re'], ['--realm']],
    [['apply', '--no-'], ['--no-prune']],
    [['version', '--h'], ['--help']],
    [['up', '--port', ''], []],
    [['completion', 'bash', ''], []],
    [['controller', 'pod-timestamp', '--stamp'], ['--stamp-annotation']],
    [['controller', 'pod-timestamp', '--http'], ['--http-addr']],
    [['serve', '--'], []],
    [['constructor', '--'], []],
  ])('of %j is %j', async (words, expected) => expect(await candidates(...words)).toEqual(expected));

  it('is silent where no cluster answers', async () =>
    expect(await outcomeOf(complete, 'towns', '')).toEqual({ code: 0, stdout: '', stderr: '' }));

  it('in bash asks civ with the words so far', async () => {
    const { stdout } = await outcomeOf(completion, 'bash');
    const script = `civ() { local IFS=' '; printf 'asked:%s\\n' "$*"; }\n${stdout}\nCOMP_WORDS=(civ towns --kingdom k); COMP_CWORD=3; _civ; printf '%s' "\${COMPREPLY[0]}"`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe('asked:complete towns --kingdom k');
  });
});
