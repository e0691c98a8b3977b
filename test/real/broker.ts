import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const { BUSES, REQUIRE_REAL } = process.env;
const run = promisify(execFile);

type Suite = (env: Readonly<Record<string, string | undefined>>) => void;

/** A suite that needs a real broker: skipped, saying so, where its variable is not set; a failure where REQUIRE_REAL=1. */
export function describeBroker(name: string, variable: string, broker: string, suite: Suite): void {
  if (process.env[variable] !== undefined) describe(name, () => suite(process.env));
  else if (REQUIRE_REAL === '1') {
    describe(name, () => {
      it('has a real broker', () => expect(`${variable} is not set`).toBe(`the address of a broker, as \`buses up ${broker}\` prints it`));
    });
  } else describe.skip(`${name} (${variable} is not set: eval "$(../shared/buses/buses up ${broker})")`, () => suite({}));
}

/** A suite that kills or freezes a broker of its own: it needs the tool that can, likewise. */
export function describeFaults(name: string, suite: () => void): void {
  if (BUSES !== undefined) describe(name, suite);
  else if (REQUIRE_REAL === '1') {
    describe(name, () => {
      it('has a tool that kills brokers', () => expect('BUSES is not set').toBe('the path of the tool, ../shared/buses/buses'));
    });
  } else describe.skip(`${name} (BUSES is not set: BUSES=../shared/buses/buses)`, suite);
}

/** A broker that nobody else uses. */
export interface Broker {
  /** What its clients need to know. */
  readonly env: Readonly<Record<string, string | undefined>>;
  kill(): Promise<void>;
  /** On the port that it had, with what it had stored. */
  start(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  end(): Promise<void>;
}

export async function startBroker(name: string): Promise<Broker> {
  const home = await mkdtemp(join(tmpdir(), `civ-broker-${name}-`));
  const ask = async (command: string): Promise<string> =>
    (await run(BUSES ?? 'buses', [command, name], { env: { ...process.env, BUSES_HOME: home } })).stdout;
  const printed = await ask('up').catch(async (error: unknown) => {
    await rm(home, { recursive: true, force: true });
    throw error;
  });
  const env = [...printed.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, variable = '', value = '']) => [variable, value] as const);
  return {
    env: Object.fromEntries(env),
    kill: async () => void (await ask('kill')),
    start: async () => void (await ask('up')),
    freeze: async () => void (await ask('freeze')),
    thaw: async () => void (await ask('thaw')),
    end: async () => void (await ask('down')),
  };
}
