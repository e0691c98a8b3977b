import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { loadAll } from 'js-yaml';
import { render, RealmMistakes } from '../../constructs/synth.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { REALM_LABEL } from '../../model/keys.ts';
import { readRealm, withRealmSource, type RealmSource } from '../realm/realm-source.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { readTextFile } from '../../ground/text/read-text-file.ts';
import { CommandFailure } from '../run-command.ts';

/** Rendered manifests have none. */
const MOST_ALIASES = 100;

/** Where manifests come from: rendered files, or else a realm. */
export interface DocumentSource extends RealmSource {
  readonly dist?: string;
}

export const withDocumentSource = (command: Command): Command =>
  withRealmSource(command).addOption(
    new Option('--dist <folder>', 'a folder of rendered manifests instead').conflicts(['realm', 'values', 'name']),
  );

export interface Documents {
  /** The realm's name, as its objects are labelled. */
  readonly realm: string;
  /** In the order in which they are applied. */
  readonly objects: readonly KubeObject[];
}

/** Throws CommandFailure. */
export async function readDocuments({ dist, ...source }: DocumentSource): Promise<Documents> {
  if (dist !== undefined) {
    const objects = manifestsIn(dist);
    return { realm: realmOf(dist, objects), objects };
  }
  const { realm, settings } = await readRealm(source);
  try {
    return { realm: realm.name, objects: render(realm, settings).flatMap(({ name, text }) => parse(name, text)) };
  } catch (cause) {
    if (cause instanceof RealmMistakes) throw new CommandFailure(cause.message, { cause });
    throw cause;
  }
}

/** All that is in the YAML files of a folder, file after file. Throws CommandFailure. */
export const manifestsIn = (folder: string): readonly KubeObject[] => filesOf(folder).flatMap(({ name, text }) => parse(name, text));

function realmOf(folder: string, objects: readonly KubeObject[]): string {
  const names = [...new Set(objects.map(({ metadata }) => metadata?.labels?.[REALM_LABEL]).filter((name) => name !== undefined))];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new CommandFailure(`cannot apply ${folder}: its objects belong to ${realmsText(names)}: one folder holds one realm`);
  return name;
}

const realmsText = (names: readonly string[]): string => (names.length === 0 ? 'no realm' : `the realms ${names.join(', ')}`);

function filesOf(folder: string): readonly { readonly name: string; readonly text: string }[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
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

function parse(name: string, text: string): readonly KubeObject[] {
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
