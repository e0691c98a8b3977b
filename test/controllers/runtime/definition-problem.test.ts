import { describe, expect, it } from '@jest/globals';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { definitionProblem } from '../../../controllers/runtime/definition-problem.ts';
import { count, duration, withDefault } from '../../../controllers/runtime/flags/flag-values.ts';
import { parseFlags, UsageError } from '../../../controllers/runtime/flags/flags.ts';
import { runtimeFlags } from '../../../controllers/runtime/flags/runtime-flags.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import { atWork } from './controller-at-work.ts';
import { fakeCluster } from './fake-cluster.ts';

const idle = { name: 'idle', summary: 'does nothing', flags: {}, setUp: () => async () => 'on-change' } satisfies Controller;

describe('the declaration of a controller', () => {
  it.each(['My Controller', '', '-a', 'a_b', 'a'.repeat(64)])('is refused with the name %j, which no Lease can have', (name) =>
    expect(definitionProblem({ name, flags: {} })).toBe(
      `the controller is called ${JSON.stringify(name)}: its Lease is named after it, so give it a name of lower-case letters, digits and "-"`,
    ),
  );

  it.each([
    ['workers', count({ least: 1, fallback: 4, help: 'of its own' })],
    ['resync', duration({ fallback: '1h', help: 'of its own' })],
  ])('is refused with the flag --%s, which every controller has', (flag, own) =>
    expect(definitionProblem({ name: 'idle', flags: { [flag]: own } })).toBe(
      `--${flag} is a flag that every controller has: give that of idle another name, or keep it with another default by withDefault`,
    ),
  );

  it("may give a runtime's flag another default", () => {
    const flags = { resync: withDefault(runtimeFlags.resync, '5m') };
    expect(definitionProblem({ name: 'idle', flags })).toBeUndefined();
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
    const out = { write: (text: string) => said.push(text) };
    const invocation = { args: ['--help'], env: {}, stdout: out, stderr: out, stopSignal: () => new AbortController().signal };
    expect(await start({ ...idle, name: 'My Controller' }, invocation)).toBe(1);
    expect(said).toEqual([expect.stringMatching(/^the controller is called "My Controller": .*\n$/)]);
  });
});
