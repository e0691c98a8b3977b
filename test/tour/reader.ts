import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Chapter, ChapterPage, TourBlock } from '../../cli/tour/chapter.ts';
import { createWitness } from '../../cli/tour/witness.ts';
import type { Client } from '../../kube/client/client.ts';
import { until, type Patience } from '../until.ts';
import { commandsOf, onlyLooks, type TypedCommand } from './commands.ts';
import { compare, fillIn, type BoundNames } from './expected.ts';

/** Somebody who types what the chapters tell, and looks at what is printed. */
export interface TourReader {
  readonly client: Client;
  /** Of the shell: where kubectl and civ are, and the cluster. */
  readonly env: NodeJS.ProcessEnv;
  /** How long it looks again until it sees what is shown. */
  readonly patience: Patience;
}

/** Reads a chapter as a person would: everything is done, compared, and seen in the cluster. Throws at what is not as it says. */
export async function readThrough(reader: TourReader, chapter: Chapter): Promise<void> {
  const { signal } = new AbortController();
  const witness = await createWitness(reader.client, chapter, undefined, signal);
  if (witness === undefined) throw new Error('there is no kingdom to be seen');
  let bound: BoundNames = new Map();
  for (const page of chapter.pages) {
    const second = secondTerminal(reader, page, bound);
    try {
      await second.begins();
      for (const part of page.parts) {
        if (part.is === 'block' && isTyped(part.block) && part.block.terminal === 'first')
          for (const typed of commandsOf(part.block.text)) bound = await type(reader, typed, bound);
        if (part.is === 'sight') {
          let instead: string | undefined = '';
          await until(
            `"${part.sight.words}"`,
            async () => {
              instead = (await witness.look([part.sight], signal))[0]?.instead;
              if (instead !== undefined) throw new Error(instead);
              return true;
            },
            reader.patience,
          );
        }
      }
      bound = await second.shows(bound);
    } finally {
      await second.close();
    }
  }
}

const isTyped = ({ language }: TourBlock): boolean => language === 'console';

async function type(reader: TourReader, { command, printed }: TypedCommand, bound: BoundNames): Promise<BoundNames> {
  const filled = fillIn(command, bound);
  const attempt = async (): Promise<BoundNames> => {
    const compared = compare(printed, await run(reader, filled), bound);
    if (!compared.same) throw new Error(compared.difference);
    return compared.bound;
  };
  return onlyLooks(command)
    ? until(`$ ${filled}`, attempt, reader.patience)
    : attempt().catch((cause: unknown) => {
        throw new Error(`$ ${filled}`, { cause });
      });
}

/** What it prints, on both outputs, as on a terminal. */
async function run({ env }: TourReader, command: string): Promise<string> {
  const child = spawn('bash', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const out of [child.stdout, child.stderr]) out.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  return said;
}

/** The command of a page that goes on while the others are typed. */
function secondTerminal({ env, patience }: TourReader, { parts }: ChapterPage, bound: BoundNames) {
  const block = parts.flatMap((part) => (part.is === 'block' && part.block.terminal === 'second' ? [part.block] : []))[0];
  if (block === undefined)
    return { begins: () => Promise.resolve(), shows: (now: BoundNames) => Promise.resolve(now), close: () => Promise.resolve() };
  const [{ command, printed } = { command: 'false', printed: '' }] = commandsOf(block.text);
  const child = spawn('bash', ['-c', `exec ${fillIn(command, bound)}`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    /** Until it prints something: who types on before that has changed what it was to be told of. */
    begins: () => until(`the second terminal, $ ${command}`, () => said !== '', patience),
    shows: (now: BoundNames) =>
      until(
        `the second terminal, $ ${command}`,
        () => {
          const compared = compare(printed, said, now);
          if (!compared.same) throw new Error(compared.difference);
          return compared.bound;
        },
        patience,
      ),
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
