import { Command } from 'commander';
import { columns } from '../../ground/text/columns.ts';
import { connect } from '../../kube/connect.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { GuardedInvocation } from '../output.ts';
import { withClusterOptions, type ClusterOptions } from '../cluster/reach-cluster.ts';
import { runCommand } from '../run-command.ts';
import { chapterOf, readChapters } from '../tour/chapters.ts';
import type { Chapter } from '../tour/chapter.ts';
import { TOUR_KINGDOM } from '../tour/look.ts';
import { forgetProgress, progressFile, readProgress, writeProgress, type ChapterProgress, type TourProgress } from '../tour/progress.ts';
import { showChapter } from '../tour/show-chapter.ts';
import { createWitness, sightsOf, type Witness } from '../tour/witness.ts';

interface Options extends ClusterOptions {
  readonly reset?: true;
}

export const tourCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    new Command('tour')
      .description('learn Kubernetes by a realm: list the chapters, or show one, and tell what of it can be seen in the cluster')
      .argument('[chapter]', 'its number or its name')
      .option('--reset', 'forget what was read and seen before'),
  )
    .addHelpText('before', 'civ tour\nciv tour 1\nciv tour labels | less\n')
    .action(async (asked: string | undefined, { reset, ...cluster }: Options) => {
      const file = progressFile(invocation.env);
      if (reset === true) forgetProgress(file);
      const chapters = readChapters();
      if (asked === undefined) listChapters(invocation, chapters, readProgress(file));
      else await show(invocation, chapterOf(chapters, asked), file, cluster);
    });

export const tour = runCommand(tourCommand);

function listChapters({ stdout }: GuardedInvocation, chapters: readonly Chapter[], progress: TourProgress): void {
  const rows = chapters.map((chapter) => [
    String(chapter.number).padStart(2),
    chapter.title,
    standing(chapter, progress.get(chapter.name)),
  ]);
  const next = chapters.find(({ name }) => progress.get(name)?.read !== true) ?? chapters[0];
  stdout.write(
    `${columns(rows, '  ').join('\n')}\n\nciv tour ${next?.number ?? 1} shows chapter ${next?.number ?? 1}: ${next?.title ?? ''}.\n`,
  );
}

/** `read, seen 2 of 3`. */
function standing({ pages }: Chapter, progress: ChapterProgress | undefined): string {
  const words = sightsOf(pages).map((sight) => sight.words);
  const seen = words.filter((sight) => progress?.seen.includes(sight)).length;
  return [progress?.read === true ? ['read'] : [], seen > 0 ? [`seen ${seen} of ${words.length}`] : []].flat().join(', ');
}

const LONGEST_LOOK_MS = 5_000;
const START = '`npm start` runs one: paste the first line that it prints, export KUBECONFIG=…, into this terminal';

/** Works without a realm too: then it only shows the text. */
async function show(invocation: GuardedInvocation, chapter: Chapter, file: string, cluster: ClusterOptions): Promise<void> {
  const { env, stderr } = invocation;
  const stop = invocation.stopSignal();
  const progress = new Map(readProgress(file));
  const earlier = progress.get(chapter.name);
  let close: () => Promise<void> = async () => {};
  let witness: Witness | undefined;
  try {
    const connection = await connect({
      env,
      program: 'civ',
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      timeoutMs: cluster.requestTimeout ?? LONGEST_LOOK_MS,
    });
    close = () => connection.close();
    witness = await createWitness(connection.client, chapter, earlier, stop);
    if (witness === undefined) stderr.write(`this cluster has no ${TOUR_KINGDOM}, which the tour is about: ${START}\n\n`);
  } catch (cause) {
    if (!stop.aborted && !ApiError.is(cause)) throw cause;
    if (ApiError.is(cause)) stderr.write(`no realm is running here (${cause.message}): ${START}\n\n`);
  }
  try {
    const isRead = await showChapter(invocation, chapter, witness, stop);
    const { seen = [], before = {}, kingdom = '' } = witness?.progress() ?? earlier ?? {};
    progress.set(chapter.name, { read: isRead || earlier?.read === true, seen, before, kingdom });
    writeProgress(file, progress);
  } finally {
    await close();
  }
}
