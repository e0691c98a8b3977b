import { afterEach, beforeEach } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAnswering } from './answering.ts';

type Answering = Awaited<ReturnType<typeof startAnswering>>;

export interface AnswersOfEachTest {
  /** Of the test that runs. */
  readonly folder: string;
  /** A server that ends with the test. */
  answering(answer: Parameters<typeof startAnswering>[0]): Promise<Answering>;
}

/** What a suite needs that gets its credentials out of files and from servers: each test finds an empty folder. */
export function answersOfEachTest(): AnswersOfEachTest {
  let folder: string;
  const ending = new Set<() => Promise<void>>();
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'civ-credentials-'))));
  afterEach(async () => {
    for (const end of ending) await end();
    ending.clear();
    await rm(folder, { recursive: true });
  });
  return {
    get folder() {
      return folder;
    },
    async answering(answer) {
      const server = await startAnswering(answer);
      ending.add(server.end);
      return server;
    },
  };
}
