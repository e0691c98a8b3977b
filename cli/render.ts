import { Command } from 'commander';
import { join } from 'node:path';
import { FolderError } from '../constructs/replace-folder.ts';
import { RealmMistakes, render as renderManifests, synth } from '../constructs/synth.ts';
import type { Invocation } from './invocation.ts';
import { readRealmModule, type RealmModule } from './realm-file.ts';
import { CommandFailure, runCommand } from './run-command.ts';

interface Options {
  readonly realm: string;
  readonly name?: string;
  readonly output: string;
  readonly image?: string;
  readonly system: boolean;
}

export const renderCommand = ({ stdout }: Invocation): Command =>
  new Command('render')
    .description('write the manifests of a realm: a file a kingdom, and one for what the cluster needs once')
    .option('--realm <file>', 'a module that exports `realm`, and `settings` if it has some', 'realm.ts')
    .option('-o, --output <folder>', 'where to; it may hold nothing else. - prints', 'dist')
    .option('--name <name>', "the realm's name, where it is not to be its own")
    .option('--image <image>', 'the image of workers and controllers, with its registry, by tag or digest')
    .option('--no-system', 'leave out what another realm of the cluster brings: civ-system and the policy for all workers')
    .action(async (options: Options) => {
      const { realm, settings } = asOptioned(await readRealmModule(options.realm), options);
      if (options.output === '-') {
        stdout.write(said(() => renderManifests(realm, settings)).map(({ text }) => text).join('---\n'));
        return;
      }
      const files = said(() => synth(realm, { ...settings, outdir: options.output }));
      stdout.write(files.map((file) => `${join(options.output, file)}\n`).join(''));
    });

export const render = runCommand(renderCommand);

/** The options go before what the module says. */
function asOptioned({ realm, settings = {} }: RealmModule, { name = realm.name, image, system }: Options): RealmModule {
  const { defaults, system: ownSystem = true } = settings;
  const chosen = image === undefined ? {} : { image };
  const whole = typeof ownSystem === 'object' ? { ...ownSystem, ...chosen } : chosen;
  return { realm: { ...realm, name }, settings: { ...settings, defaults: { ...defaults, ...chosen }, system: system && ownSystem !== false && whole } };
}

/** A mistake in the realm or in the folder is told in its own words. */
function said<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof RealmMistakes || cause instanceof FolderError) throw new CommandFailure(cause.message, { cause });
    if (cause instanceof Error && 'syscall' in cause) throw new CommandFailure(`cannot write the manifests: ${cause.message}: name another folder with -o`, { cause });
    throw cause;
  }
}
