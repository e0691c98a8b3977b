import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RealmSettings } from '../../constructs/realm-charts.ts';
import type { Realm } from '../../model/realm.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { CommandFailure } from '../run-command.ts';

export interface RealmModule {
  readonly realm: Realm;
  /** What holds for all of it, the constructs of its shop types among it. */
  readonly settings?: RealmSettings;
}

/** The realm that a module exports, and its settings: TypeScript as Node runs it, or JavaScript of either kind. */
export async function readRealmModule(file: string): Promise<RealmModule> {
  if (!existsSync(file))
    throw new CommandFailure(
      `cannot read the realm of ${file}: there is no such file: name one with --realm FILE, or a values.yaml with -f FILE`,
    );
  let module: { readonly realm?: unknown; readonly settings?: RealmSettings };
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as typeof module;
  } catch (cause) {
    throw new CommandFailure(`cannot load ${file}: ${messageOf(cause)}: it has to run under \`node ${file}\``, { cause });
  }
  if (!isRealm(module.realm))
    throw new CommandFailure(
      `${file} exports ${module.realm === undefined ? 'no realm' : 'a realm that is not the value of realmOf'}: write \`export const realm = realmOf(…)\``,
    );
  return module.settings === undefined ? { realm: module.realm } : { realm: module.realm, settings: module.settings };
}

/** As far as it can be told from its shape; its content is checked with all the rest. */
const isRealm = (value: unknown): value is Realm =>
  isNamed(value) &&
  everyOf(
    value,
    'kingdoms',
    (kingdom) =>
      isNamed(kingdom) &&
      everyOf(
        kingdom,
        'towns',
        (town) => isNamed(town) && everyOf(town, 'shops', (shop) => isNamed(shop) && everyOf(shop, 'makes', () => true)),
      ),
  );

const isNamed = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';

function everyOf(value: Readonly<Record<string, unknown>>, field: string, holds: (item: unknown) => boolean): boolean {
  const items = value[field];
  return Array.isArray(items) && items.every(holds);
}
