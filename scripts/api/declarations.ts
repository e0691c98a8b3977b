import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One name that a file declares, as the compiler writes it, without comments. */
export interface Declaration {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Names of this and of other files that its text speaks of. */
  readonly mentions: readonly Mention[];
}

export interface Mention {
  readonly file: string;
  readonly name: string;
}

/** All that a file of declarations declares, by its names; overloads are one. */
export type Declarations = ReadonlyMap<string, Declaration>;

/** Reads each file once. */
export function declarationsIn(folder: string): (file: string) => Declarations {
  const known = new Map<string, Declarations>();
  return (file) => {
    const found = known.get(file) ?? declarations(file, readFileSync(join(folder, file), 'utf8'));
    known.set(file, found);
    return found;
  };
}

const COMMENT = /^\s*\/\*\*[\s\S]*?\*\/\n/gm;
/** A line that begins at the left margin begins a statement, if it is not the end of one. */
const STATEMENT = /\n(?=[a-z])/;
const NAME = /^(?:export )?(?:declare )?(?:abstract )?(?:function|const|class|interface|type) (\w+)/;

function declarations(file: string, text: string): Declarations {
  const statements = text.replaceAll(COMMENT, '').split(STATEMENT);
  const texts = new Map<string, string>();
  for (const statement of statements) {
    const name = NAME.exec(statement)?.[1];
    if (name !== undefined) texts.set(name, [texts.get(name), statement.trimEnd()].filter(Boolean).join('\n'));
  }
  const places = new Map([...[...texts.keys()].map((name) => [name, { file, name }] as const), ...imported(file, statements)]);
  return new Map(
    [...texts].map(([name, each]) => {
      const words = [...new Set(each.match(/[A-Za-z_$][\w$]*/g))].filter((word) => word !== name);
      const mentions = [...words.flatMap((word) => places.get(word) ?? []), ...inlineImports(file, each)];
      return [name, { name, file, text: each.replaceAll(INLINE, '$2').replaceAll('    ', '  '), mentions }];
    }),
  );
}

const IMPORT = /^import (?:type )?\{([^}]*)\} from '(\.[^']+)';/;

const imported = (file: string, statements: readonly string[]): readonly (readonly [string, Mention])[] =>
  statements.flatMap((statement) => {
    const [, list = '', path = ''] = IMPORT.exec(statement) ?? [];
    return list
      .split(',')
      .map((item) => item.trim().replace(/^type /, ''))
      .filter((item) => item !== '')
      .map((item) => {
        const [name = '', local = name] = item.split(' as ');
        return [local, { file: declarationFile(file, path), name }] as const;
      });
  });

/** What the compiler found out itself, it does not import. */
const INLINE = /import\("(\.[^"]+)"\)\.(\w+)/g;
const inlineImports = (file: string, text: string): readonly Mention[] =>
  [...text.matchAll(INLINE)].map(([, path = '', name = '']) => ({ file: declarationFile(file, path), name }));

const declarationFile = (from: string, path: string): string => normalize(join(dirname(from), path)).replace(/(\.d)?\.[jt]s$/, '.d.ts');
