import { basename, dirname, resolve } from 'node:path';
import { nameProblem } from '../../model/names.ts';
import type { Realm } from '../../model/realm.ts';
import { realmFromValues } from '../../model/values/values.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { FileTooLarge, readTextFile } from '../../ground/text/read-text-file.ts';
import { CommandFailure } from '../run-command.ts';
import { parseValuesYaml, ValuesSyntax } from './values-yaml.ts';

/** A thousand kingdoms like the sample's take 2 MiB. */
const MOST_BYTES = 16 * 2 ** 20;

/** The realm of a `values.yaml`, called `name`, or else after the folder of the file. */
export function realmOfValuesFile(file: string, name: string = folderName(file)): Realm {
  let data: unknown;
  try {
    data = parseValuesYaml(readTextFile(file, MOST_BYTES), file);
  } catch (cause) {
    throw new CommandFailure(`cannot read ${file}: ${whyNot(cause)}`, { cause });
  }
  const parsed = realmFromValues(data, name);
  if (parsed.ok) return parsed.value;
  const { problems } = parsed;
  const mistakes = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
  const listed = problems.map((problem) => `  ${problem}`).join('\n');
  throw new CommandFailure(`${file} has ${mistakes}; nothing is written:\n${listed}`);
}

function whyNot(cause: unknown): string {
  if (cause instanceof ValuesSyntax) return cause.message;
  if (cause instanceof FileTooLarge) return `${cause.message}: render its kingdoms from several files`;
  return `${messageOf(cause)}: give a values.yaml with kingdoms, towns, shops and directions`;
}

function folderName(file: string): string {
  const folder = basename(dirname(resolve(file)));
  return nameProblem(folder) === undefined ? folder : 'realm';
}
