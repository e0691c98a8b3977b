import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from '../../local/api-server/start.ts';
import { borrowRealApiServer, describeReal } from '../real/api-server.ts';
import { describeClient } from './describe-client.ts';
import { saidBy, type ClientOutcome } from './said-by.ts';

/** To build it, with a cold cache of Go's, and to run it. */
const TIMEOUT = 300_000;
const STEPS = ['namespace', 'informers', 'pages', 'election', 'events', 'apply', 'eviction', 'tokens', 'protobuf', 'watches'];
const ALL_WELL = { code: 0, out: STEPS.map((step) => `${step}: ok\n`).join('') };
/** What its libraries log besides matters only where it fails. */
const verdictOf = ({ code, out, err }: ClientOutcome) => ({ code, out, ...(code !== 0 && { err }) });

describeClient({ probe: ['go', 'version'] }, 'an operator in Go', () => {
  let folder: string;
  let program: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-client-go-'));
    program = join(folder, 'client-go');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: 'test/clients/client-go' });
  }, TIMEOUT);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'finds in the embedded server all that it needs',
    async () => {
      const defects: unknown[] = [];
      const server = await startApiServer({ defaultAccounts: true, report: (error) => defects.push(error) });
      try {
        expect(verdictOf(await saidBy(program, [], server.kubeconfig))).toEqual(ALL_WELL);
        expect(defects).toEqual([]);
      } finally {
        await server.stop();
      }
    },
    TIMEOUT,
  );

  describeReal('and in the real one', () => {
    it(
      'the same',
      async () => {
        const { kubeconfig } = await borrowRealApiServer();
        expect(verdictOf(await saidBy(program, [], readFileSync(kubeconfig, 'utf8')))).toEqual(ALL_WELL);
      },
      TIMEOUT,
    );
  });
});
