import { Option, type Command } from 'commander';
import { render, RealmMistakes } from '../../constructs/synth.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { REALM_LABEL } from '../../model/keys.ts';
import { readRealm, withRealmSource, type RealmSource } from '../realm/realm-source.ts';
import { CommandFailure } from '../run-command.ts';
import { manifestsIn, objectsOf } from './manifests.ts';

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
    return { realm: realm.name, objects: render(realm, settings).flatMap(({ name, text }) => objectsOf(name, text)) };
  } catch (cause) {
    if (cause instanceof RealmMistakes) throw new CommandFailure(cause.message, { cause });
    throw cause;
  }
}

function realmOf(folder: string, objects: readonly KubeObject[]): string {
  const names = [...new Set(objects.map(({ metadata }) => metadata?.labels?.[REALM_LABEL]).filter((name) => name !== undefined))];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new CommandFailure(`cannot apply ${folder}: its objects belong to ${realmsText(names)}: one folder holds one realm`);
  return name;
}

const realmsText = (names: readonly string[]): string => (names.length === 0 ? 'no realm' : `the realms ${names.join(', ')}`);
