import { doorNames, doors } from '../door-types.ts';
import { declarationsIn, type Declaration, type Mention } from './declarations.ts';

export const API_FOLDER = 'docs/api';

/** They are generated themselves, and their changes are seen there. */
const isKind = (file: string): boolean => file.startsWith('kube/objects/kinds/');

interface Opened extends Mention {
  /** As the door calls it. */
  readonly as: string;
}

const opened = (door: string): readonly Opened[] =>
  doorNames(door).map(({ name, own, from }) => ({ as: name, name: own, file: from.replace(/\.ts$/, '.d.ts') }));

/**
 * The text of each file of docs/api, by its name: for every door what it opens to, and what that speaks of, as the compiler has written
 * it under a folder. What another door opens to is not repeated.
 */
export function apiReport(build: string): ReadonlyMap<string, string> {
  const read = declarationsIn(build);
  const find = ({ file, name }: Mention): readonly Declaration[] => {
    const found = isKind(file) ? undefined : read(file).get(name);
    return found === undefined ? [] : [found];
  };
  const all = new Set(doors().flatMap((door) => opened(door).map(idOf)));
  return new Map(
    doors().map((door) => {
      const own = opened(door);
      const declared = own.flatMap(find);
      const others = spokenOf(declared, find).filter((each) => !all.has(idOf(each)));
      return [`${door}.md`, textOf(door, own, declared, others)];
    }),
  );
}

const idOf = ({ file, name }: Mention): string => `${file} ${name}`;

/** What these mention, what that mentions, and so on, without these. */
function spokenOf(declared: readonly Declaration[], find: (mention: Mention) => readonly Declaration[]): readonly Declaration[] {
  const seen = new Set<Declaration>(declared);
  const waiting = [...declared];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const other of next.mentions.flatMap(find))
      if (!seen.has(other)) {
        seen.add(other);
        waiting.push(other);
      }
  return [...seen].slice(declared.length);
}

const HEAD =
  'Written by `npm run api`, from the declarations that the package has; `test/package` verifies it. A change here is a change for users.';

function textOf(door: string, own: readonly Opened[], declared: readonly Declaration[], others: readonly Declaration[]): string {
  const kinds = own.filter(({ file }) => isKind(file)).map(({ as, name }) => `type ${as} = ${name}`);
  const parts = [
    `# civ8s/${door}`,
    HEAD,
    fenced([...byName(declared), ...kinds.toSorted()]),
    ...(others.length === 0 ? [] : ['## What these speak of, and what has no name outside', fenced(byName(others))]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const byName = (all: readonly Declaration[]): readonly string[] =>
  all.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text.replaceAll(/^(export )?(declare )?/gm, ''));

const fenced = (texts: readonly string[]): string => `\`\`\`ts\n${texts.join('\n')}\n\`\`\``;
