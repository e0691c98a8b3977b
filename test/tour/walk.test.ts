import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { readChapters } from '../../cli/tour/chapters.ts';
import { startUp, type Started } from '../cli/commands/up/started.ts';
import { readThrough } from './reader.ts';
import { openShell, type TourShell } from './shell.ts';

describe('the tour, on one realm of civ up', () => {
  let realm: Started;
  let shell: TourShell;

  beforeAll(async () => {
    realm = startUp('--realm', 'realm.ts', '--dashboard-port', '0');
    shell = await openShell((await realm.line(/^export KUBECONFIG=/)).slice('export KUBECONFIG='.length));
    await realm.line(/woodworker is ready/);
  });
  afterAll(async () => {
    await shell.close();
    realm.child.kill('SIGINT');
    await realm.ended;
  });

  it.each(readChapters().map((chapter) => [`${chapter.number}. ${chapter.title}`, chapter] as const))(
    '%s: what it tells can be done, and is seen',
    (_, chapter) => readThrough(shell, chapter),
    240_000,
  );
});
