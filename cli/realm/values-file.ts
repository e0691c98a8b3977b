import { load } from 'js-yaml';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { nameProblem } from '../../model/names.ts';
import type { Realm } from '../../model/realm.ts';
import { realmFromValues } from '../../model/values/values.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { CommandFailure } from '../run-command.ts';

/** A thousand kingdoms like the sample's take 2 MiB. */
const MOST_BYTES = 16 * 2 ** 20;
/** An alias repeats what it names, which may hold aliases again: without a bound a few lines could fill the memory. */
const MOST_ALIASES = 100;

/** The realm of a `values.yaml`, called `name`, or else after the folder of the file. */
export function realmOfValuesFile(file: string, name: string = folderName(file)): Realm {
  let data: unknown;
  try {
    data = load(readBounded(file), { filename: file, maxAliases: MOST_ALIASES });
  } catch (cause) {
    if (cause instanceof CommandFailure) throw cause;
    throw new CommandFailure(`cannot read ${file}: ${messageOf(cause)}: give a values.yaml with kingdoms, towns, shops and directions`, {
      cause,
    });
  }
  const parsed = realmFromValues(data, name);
  if (parsed.ok) return parsed.value;
  const { problems } = parsed;
  const mistakes = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
  const listed = problems.map((problem) => `  ${problem}`).join('\n');
  throw new CommandFailure(`${file} has ${mistakes}; nothing is written:\n${listed}`);
}

function readBounded(file: string): string {
  const open = openSync(file, 'r');
  try {
    const { size } = fstatSync(open);
    if (size > MOST_BYTES)
      throw new CommandFailure(
        `cannot read ${file}: it has ${Math.ceil(size / 2 ** 20)} MiB, and at most ${MOST_BYTES / 2 ** 20} are read: render its kingdoms from several files`,
      );
    return readFileSync(open, 'utf8');
  } finally {
    closeSync(open);
  }
}

function folderName(file: string): string {
  const folder = basename(dirname(resolve(file)));
  return nameProblem(folder) === undefined ? folder : 'realm';
}
