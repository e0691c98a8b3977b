import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { messageOf } from '../../ground/text/message-of.ts';
import { readTextFile } from '../../ground/text/read-text-file.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { CommandFailure } from '../run-command.ts';

/** Rendered manifests have none. */
const MOST_ALIASES = 100;

/** All that is in the YAML and JSON files of a folder, file after file. Throws CommandFailure. */
export const manifestsIn = (folder: string): readonly KubeObject[] => filesOf(folder).flatMap(({ name, text }) => objectsOf(name, text));

function filesOf(folder: string): readonly { readonly name: string; readonly text: string }[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder)
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort();
  } catch (cause) {
    throw new CommandFailure(`cannot read ${folder}: ${messageOf(cause)}: name a folder with manifests`, { cause });
  }
  if (names.length === 0) throw new CommandFailure(`cannot apply ${folder}: it holds no *.yaml: \`npm run synth\` writes some`);
  return names.map((name) => ({ name: join(folder, name), text: readManifests(join(folder, name)) }));
}

/** A kingdom of a thousand shops has 8 MiB. */
const MOST_BYTES = 2 ** 26;

function readManifests(file: string): string {
  try {
    return readTextFile(file, MOST_BYTES);
  } catch (cause) {
    throw new CommandFailure(`cannot read ${file}: ${messageOf(cause)}: name a folder with manifests`, { cause });
  }
}

/** What one text holds; `name` is what an error calls it. Throws CommandFailure. */
export function objectsOf(name: string, text: string): readonly KubeObject[] {
  let documents: readonly unknown[];
  try {
    documents = loadAll(text, { maxAliases: MOST_ALIASES });
  } catch (cause) {
    throw new CommandFailure(`cannot read ${name}: it is not valid YAML: ${messageOf(cause)}`, { cause });
  }
  return documents.filter((document): document is KubeObject => {
    if (document === null || document === undefined) return false;
    if (typeof document === 'object' && 'apiVersion' in document && 'kind' in document) return true;
    throw new CommandFailure(`cannot apply ${name}: a document in it has no apiVersion and kind`);
  });
}
