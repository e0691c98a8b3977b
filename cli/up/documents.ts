import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { render, RealmMistakes } from '../../constructs/synth.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { readRealmModule } from '../realm-file.ts';
import { CommandFailure } from '../run-command.ts';

/** Where the manifests come from: rendered files, or else a realm. */
export interface Source {
  readonly dist?: string;
  readonly realm: string;
}

/** The manifests, in the order in which they are applied. */
export async function documentsOf({ dist, realm: file }: Source): Promise<readonly KubeObject[]> {
  if (dist !== undefined) return filesOf(dist).flatMap(({ name, text }) => parse(name, text));
  const { realm, settings } = await readRealmModule(file);
  try {
    return render(realm, settings).flatMap(({ name, text }) => parse(name, text));
  } catch (cause) {
    if (cause instanceof RealmMistakes) throw new CommandFailure(cause.message, { cause });
    throw cause;
  }
}

function filesOf(folder: string): readonly { readonly name: string; readonly text: string }[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length === 0) throw new CommandFailure(`cannot apply ${folder}: it holds no *.yaml: \`npm run synth\` writes some`);
    return names.map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
  } catch (cause) {
    if (cause instanceof CommandFailure) throw cause;
    throw new CommandFailure(`cannot read ${folder}: ${cause instanceof Error ? cause.message : String(cause)}: name a folder with manifests`, { cause });
  }
}

function parse(name: string, text: string): readonly KubeObject[] {
  let documents: readonly unknown[];
  try {
    documents = loadAll(text);
  } catch (cause) {
    throw new CommandFailure(`cannot read ${name}: it is no YAML: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}`, { cause });
  }
  return documents.filter((document): document is KubeObject => {
    if (document === null || document === undefined) return false;
    if (typeof document === 'object' && 'apiVersion' in document && 'kind' in document) return true;
    throw new CommandFailure(`cannot apply ${name}: a document in it has no apiVersion and kind`);
  });
}
