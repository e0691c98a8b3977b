import { describe, expect, it } from '@jest/globals';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { programProblem } from '../../../controllers/runtime/program-problem.ts';
import { count, duration, text, withDefault } from '../../../controllers/runtime/flags/flag-values.ts';
import { parseFlags, UsageError } from '../../../controllers/runtime/flags/flags.ts';
import { runtimeFlags } from '../../../controllers/runtime/flags/runtime-flags.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import { atWork } from './controller-at-work.ts';
import { fakeCluster } from './fake-cluster.ts';

const idle = { name: 'idle', summary: 'does nothing', flags: {}, setUp: () => async () => 'on-change' } satisfies Controller;

describe('the declaration of a controller', () => {
  it.each(['My Controller', '', '-a', 'a_b', 'a'.repeat(64)])('is refused with the name %j, which no Lease can have', (name) =>
    expect([programProblem([{ name, flags: {} }], 'mine'), programProblem([idle], name)]).toEqual([
      `a controller is called ${JSON.stringify(name)}, which no Lease can be: give it a name of lower-case letters, digits and "-"`,
      `the program is called ${JSON.stringify(name)}, which no Lease can be: give it a name of lower-case letters, digits and "-"`,
    ]),
  );

  it('is refused where a program has none, or two of one name, or two flags of one name', () => {
    const flags = { page: text({ value: 'url', help: 'which one' }) };
    const other = { page: text({ value: 'url', help: 'which other one' }) };
    expect([
      programProblem([], 'mine'),
      programProblem([idle, idle], 'mine'),
      programProblem(
        [
          { name: 'one', flags },
          { name: 'two', flags: other },
        ],
        'mine',
      ),
      programProblem(
        [
          { name: 'one', flags },
          { name: 'two', flags },
        ],
        'mine',
      ),
    ]).toEqual([
      'there is no controller to run: name one at least',
      'two controllers are called idle: give each a name of its own',
      'one and two each have a flag --page: give one of them another name',
      undefined,
    ]);
  });

  it.each([
    ['workers', count({ least: 1, fallback: 4, help: 'of its own' })],
    ['resync', duration({ fallback: '1h', help: 'of its own' })],
  ])('is refused with the flag --%s, which every controller has', (flag, own) =>
    expect(programProblem([{ name: 'idle', flags: { [flag]: own } }], 'mine')).toBe(
      `--${flag} is a flag that every controller has: give that of idle another name, or keep it with another default by withDefault`,
    ),
  );

  it("may give a runtime's flag another default", () => {
    const flags = { resync: withDefault(runtimeFlags.resync, '5m') };
    expect(programProblem([{ name: 'idle', flags }], 'mine')).toBeUndefined();
    expect(parseFlags({ ...runtimeFlags, ...flags }, { args: [], env: {} }).resync).toBe(300_000);
    expect(parseFlags({ ...runtimeFlags, ...flags }, { args: [], env: { RESYNC: '1m' } }).resync).toBe(60_000);
  });

  it('is refused where nothing could ever wake a key', () => {
    const blind: Controller = { ...idle, setUp: ({ follow }) => (follow(pods, {}), idle.setUp()) };
    expect(() => atWork(fakeCluster(), blind)).toThrow(UsageError);
    expect(() => atWork(fakeCluster(), blind)).toThrow(
      'nothing could ever wake a key of idle: give the keys of what it follows, as in follow(pods, { keys: ({ object }) => [keyOf(object)] })',
    );
  });

  it('ends the program with one line where it is refused', async () => {
    const said: string[] = [];
    const out = { write: (line: string) => said.push(line) };
    const invocation = { args: ['--help'], env: {}, stdout: out, stderr: out, stopSignal: () => new AbortController().signal };
    expect(await start({ ...idle, name: 'My Controller' }, invocation)).toBe(1);
    expect(said).toEqual([expect.stringMatching(/^civ controller My Controller: the program is called "civ8s-My Controller", .*\n$/)]);
  });
});
