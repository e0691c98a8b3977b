import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readChapters } from '../../cli/tour/chapters.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { startUp, type Started } from '../cli/commands/up/started.ts';
import { readThrough, type TourReader } from './reader.ts';

describe('the tour, on one realm of civ up', () => {
  let realm: Started;
  let connection: Connection;
  let reader: TourReader;
  const programs = mkdtempSync(join(tmpdir(), 'civ8s-tour-'));

  beforeAll(async () => {
    // What the alias of the first chapter is to a person.
    writeFileSync(join(programs, 'civ'), `#!/bin/sh\nexec "${process.execPath}" package/civ.cjs "$@"\n`, { mode: 0o755 });
    realm = startUp('--realm', 'realm.ts', '--dashboard-port', '0');
    const kubeconfig = (await realm.line(/^export KUBECONFIG=/)).slice('export KUBECONFIG='.length);
    connection = await connect({ env: {}, kubeconfig });
    const { PATH = '', KUBEBUILDER_ASSETS: assets } = process.env;
    const path = [programs, PATH, ...(assets === undefined ? [] : [assets])].join(delimiter);
    reader = { client: connection.client, env: { ...process.env, PATH: path, KUBECONFIG: kubeconfig, NO_COLOR: '1', TERM: 'dumb' } };
    await realm.line(/woodworker is ready/);
  }, 120_000);
  afterAll(async () => {
    await connection.close();
    realm.child.kill('SIGINT');
    await realm.ended;
    rmSync(programs, { recursive: true, force: true });
  }, 60_000);

  it.each(readChapters().map((chapter) => [`${chapter.number}. ${chapter.title}`, chapter] as const))(
    '%s: what it tells can be done, and is seen',
    (_, chapter) => readThrough(reader, chapter),
    240_000,
  );
});
