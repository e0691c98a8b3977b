import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** The entry points of the package: the files of package/, by their names. */
export const doors = (): readonly string[] =>
  globSync('package/*.ts')
    .map((file) => basename(file, '.ts'))
    .sort();

export interface DoorName {
  readonly name: string;
  /** As the module calls it that declares it. */
  readonly own: string;
  readonly from: string;
  readonly isTypeOnly: boolean;
}

const EXPORT = /^export (type )?\{([^}]*)\} from '([^']+)';/gm;

/** What a door opens to, in its order. A door is a list of re-exports, which is all that is read here. */
export const doorNames = (door: string): readonly DoorName[] =>
  [...readFileSync(`package/${door}.ts`, 'utf8').matchAll(EXPORT)].flatMap(([, type, list = '', from = '']) =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map((item) => {
        const [own = '', name = own] = item.replace(/^type /, '').split(' as ');
        return { name, own, from: normalize(join('package', from)), isTypeOnly: type !== undefined || item.startsWith('type ') };
      }),
  );

const REFERENCE = /(?:from |import\()['"](\.[^'"]+)['"]/g;

/** The declarations under a folder that one can get to by these, and these. */
export function reachedTypes(folder: string, files: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const from = dirname(file);
    for (const [, path = ''] of readFileSync(join(folder, file), 'utf8').matchAll(REFERENCE))
      waiting.push(normalize(join(from, path)).replace(/(\.d)?\.[jt]s$/, '.d.ts'));
  }
  return reached;
}
