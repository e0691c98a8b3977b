import { Command, InvalidArgumentError } from 'commander';
import { join } from 'node:path';
import { realmWarnings } from '../../constructs/realm-warnings.ts';
import { FolderError } from '../../constructs/replace-folder.ts';
import { render as renderManifests, RealmMistakes, synth } from '../../constructs/synth.ts';
import type { GuardedInvocation } from '../output.ts';
import type { RealmModule } from '../realm/realm-file.ts';
import { readRealm, withRealmSource, type RealmSource } from '../realm/realm-source.ts';
import { CommandFailure, runCommand } from '../run-command.ts';

interface Options extends RealmSource {
  readonly output: string;
  readonly image?: string;
  readonly system: boolean;
}

export const renderCommand = ({ stdout, stderr }: GuardedInvocation): Command =>
  withRealmSource(
    new Command('render').description('write the manifests of a realm: one file per kingdom, and one for what a cluster needs only once'),
  )
    .option('-o, --output <folder>', 'the folder to write, which may hold nothing else; - prints', folder, 'dist')
    .option('--image <image>', 'the image of workers and controllers, with its registry, by tag or digest')
    .option('--no-system', 'leave out what another realm of the cluster already provides: civ-system and the policy for all workers')
    .addHelpText('before', 'civ render\nciv render -o - | kubectl apply -f -\nciv render -f values.yaml -o out\n')
    .action(async (options: Options) => {
      const { realm, settings } = withOptions(await readRealm(options), options);
      const print = options.output === '-';
      const written = inOwnWords(() =>
        print ? renderManifests(realm, settings).map(({ text }) => text) : synth(realm, { ...settings, outdir: options.output }),
      );
      for (const warning of realmWarnings(realm, settings)) stderr.write(`warning: ${warning}\n`);
      if (print) stdout.exact(written.join('---\n')); // for kubectl, to the byte
      else stdout.write(written.map((file) => `${join(options.output, file)}\n`).join(''));
    });

export const render = runCommand(renderCommand);

function folder(text: string): string {
  if (text === '') throw new InvalidArgumentError('give a folder, or - to print');
  return text;
}

/** The options go before what the module says. */
function withOptions({ realm, settings = {} }: RealmModule, { name = realm.name, image, system }: Options): RealmModule {
  const { defaults, system: ownSystem = true } = settings;
  const chosen = image === undefined ? {} : { image };
  const whole = typeof ownSystem === 'object' ? { ...ownSystem, ...chosen } : chosen;
  return {
    realm: { ...realm, name },
    settings: { ...settings, defaults: { ...defaults, ...chosen }, system: system && ownSystem !== false && whole },
  };
}

/** A mistake in the realm or in the folder is told in its own words. */
function inOwnWords<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof RealmMistakes || cause instanceof FolderError) throw new CommandFailure(cause.message, { cause });
    throw cause;
  }
}
