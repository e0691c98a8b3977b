import { Option, type Command } from 'commander';
import { readRealmModule, type RealmModule } from './realm-file.ts';
import { realmOfValuesFile } from './values-file.ts';

/** Where a command has its realm from. */
export interface RealmSource {
  readonly realm: string;
  readonly values?: string;
  readonly name?: string;
}

export const withRealmSource = (command: Command): Command =>
  command
    .option('--realm <file>', 'a module that exports `realm`, and optionally `settings`', 'realm.ts')
    .addOption(new Option('-f, --values <file>', 'a values.yaml instead: kingdoms, towns, shops, directions').conflicts('realm'))
    .option('--name <name>', 'a name for the realm, instead of its own or that of the folder of the values');

/** Throws CommandFailure. What only the whole realm can tell is left to who renders it. */
export async function readRealm({ realm: file, values, name }: RealmSource): Promise<RealmModule> {
  if (values !== undefined) return { realm: realmOfValuesFile(values, name) };
  const module = await readRealmModule(file);
  return name === undefined ? module : { ...module, realm: { ...module.realm, name } };
}
