import { messageOf } from '../../ground/text/message-of.ts';
import { readTextFile } from '../../ground/text/read-text-file.ts';
import { BusError, type Bus } from '../../events/buses/bus.ts';
import { openBus } from '../../events/buses/open-bus.ts';
import type { ControllerSurroundings } from '../runtime/definition.ts';
import { UsageError } from '../runtime/flags/flags.ts';
import { addressOf } from '../runtime/tell/probes.ts';
import { refuseContradictions, type EventSettings } from './flags.ts';
import type { MatchingRule } from './rules/matching-rule.ts';
import { readRules } from './rules/read-rules.ts';
import { resourceWord, resourceWordProblem, type ResourceWord } from './rules/resource-words.ts';
import type { WhatToPublish } from './rules/resource-rules.ts';

/** What is opened and read before anything is followed. */
export interface Prepared {
  readonly bus: Bus;
  /** Where that goes which the bus never takes. */
  readonly deadLetters: Bus | undefined;
  readonly what: WhatToPublish;
  /** Of Lease and checkpoint. */
  readonly namespace: string;
}

/** Throws a UsageError for what can never do; a bus that is only away is waited for. */
export async function prepare(settings: EventSettings, { env, log, namespace, writeOut }: ControllerSurroundings): Promise<Prepared> {
  refuseContradictions(settings);
  if (settings['kollect-addr'] !== '' && addressOf(settings['kollect-addr']) === undefined)
    throw new UsageError(`--kollect-addr is "${settings['kollect-addr']}": it is host:port, or :port for all addresses`);
  const what = {
    include: wordsOf('include', settings.include),
    exclude: wordsOf('exclude', settings.exclude),
    rules: rulesOf(settings.rules),
  };
  const open = async (flag: string, url: string): Promise<Bus> => {
    try {
      return await openBus(url, { env, writeOut, tell: (text) => log.info({ flag }, text) });
    } catch (error) {
      if (error instanceof BusError) throw new UsageError(`--${flag}: ${error.message}`, { cause: error });
      throw error;
    }
  };
  const bus = await open('event-writer-url', settings['event-writer-url']);
  const deadLetterUrl = settings['dead-letter-url'];
  return { bus, deadLetters: deadLetterUrl === '' ? undefined : await open('dead-letter-url', deadLetterUrl), what, namespace };
}

function wordsOf(flag: string, words: readonly string[]): readonly ResourceWord[] {
  for (const word of words) {
    const problem = resourceWordProblem(word);
    if (problem !== undefined) throw new UsageError(`--${flag}: "${word}" ${problem}`);
  }
  return words.map(resourceWord);
}

const MOST_BYTES = 2 ** 20;

function textOf(file: string): string {
  try {
    return readTextFile(file, MOST_BYTES);
  } catch (error) {
    throw new UsageError(`--rules: cannot read ${file}: ${messageOf(error)}; give a file of rules that this process may read`, {
      cause: error,
    });
  }
}

function rulesOf(file: string): readonly MatchingRule[] {
  if (file === '') return [];
  const rules = readRules(textOf(file));
  if (!rules.ok) throw new UsageError(`--rules: ${file} cannot be used:\n${rules.problems.map((problem) => `  ${problem}`).join('\n')}`);
  return rules.value;
}
