import { describe, expect, it } from '@jest/globals';
import { resourceEvents } from '../../../controllers/resource-events/resource-events.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { until } from '../../until.ts';
import { worldOfEachTest } from './embedded-world.ts';

const world = worldOfEachTest();

/** An agent, all that it has written, and its end. */
function startWith(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const stopping = new AbortController();
  const usual = [`--kubeconfig=${world.kubeconfig}`, '--http-addr=127.0.0.1:0', '--kollect-addr=', '--leader-elect=false'];
  const ended = start(resourceEvents, {
    args: [...usual, '--include=configmaps', '--namespace=default', ...args],
    env: {},
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stopSignal: () => stopping.signal,
  });
  const stop = (): Promise<number> => {
    stopping.abort('SIGTERM');
    return ended;
  };
  return { out: linesOf(out), err: linesOf(err), stop };
}

const linesOf = (written: readonly string[]) => (): readonly Readonly<Record<string, unknown>>[] =>
  written
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe('the bus stdout:', () => {
  it('has the standard output for itself, and the log goes to the standard error', async () => {
    const agent = startWith('--event-writer-url=stdout:');
    await world.put('a', 1);
    await until('the event', () => agent.out().find(({ subject }) => subject === 'namespaces/default/a'));
    expect(await agent.stop()).toBe(0);
    expect(new Set(agent.out().map(({ specversion }) => specversion))).toEqual(new Set(['1.0']));
    expect(agent.err().map(({ message }) => message)).toEqual(expect.arrayContaining(['starting', 'stopped']));
  });

  it('may be where goes what no bus takes', async () => {
    const agent = startWith('--event-writer-url=mem://taken', '--dead-letter-url=STDOUT:');
    await until('it to run', () => agent.err().some(({ message }) => message === 'starting'));
    expect(await agent.stop()).toBe(0);
    expect(agent.out()).toEqual([]);
  });
});

describe('any other bus', () => {
  it('leaves the standard output to the log', async () => {
    const agent = startWith('--event-writer-url=mem://elsewhere');
    await until('it to run', () => agent.out().some(({ message }) => message === 'starting'));
    expect(await agent.stop()).toBe(0);
    expect(agent.err()).toEqual([]);
  });
});
