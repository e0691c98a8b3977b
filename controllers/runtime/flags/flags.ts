import { columns } from '../../../ground/text/columns.ts';
import { likely } from '../../../ground/text/likely.ts';

/**
 * A flag of the command line: a row of the table that parses it, prints `--help` and documents it.
 * What is given on the command line goes over the environment, and that over the default.
 */
export interface Flag<T> {
  /** What it does, in a phrase. */
  readonly help: string;
  /** What the value is called in `--help`; absent where there is none to give: `--debug` alone means true. */
  readonly value?: string;
  /** The environment's name for it, or several; the first that is set counts. */
  readonly env?: readonly string[];
  readonly default: T;
  /** How the default is written in the documentation. */
  readonly shownDefault: string;
  /** The flag that this one is, where it has no more than another default. */
  readonly of?: Flag<T>;
  /** Reads a text, after what was given before it on the command line. Throws a `BadValue` that says what it should be. */
  parse(text: string, before: T | undefined): T;
}

/** The flags of a program by their names, without dashes. */
export type FlagTable = Readonly<Record<string, Flag<unknown>>>;
export type Settings<Table extends FlagTable> = { readonly [Name in keyof Table]: Table[Name] extends Flag<infer T> ? T : never };

/** What a value should be: the end of a sentence that begins with the flag. */
export class BadValue extends Error {
  override readonly name = 'BadValue';
}

/** The command line, or the environment, is not understood: one line that says what is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Given {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * `-flag`, `--flag`, `--flag=value` and `--flag value` are understood, in any case, and `--kube-config` for `--kubeconfig`. Anything
 * wrong is a UsageError.
 */
export function parseFlags<Table extends FlagTable>(table: Table, { args, env }: Given): Settings<Table> {
  const settings: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(table)) {
    const variable = flag.env?.find((candidate) => (env[candidate] ?? '') !== '');
    settings[name] = variable === undefined ? flag.default : read(variable, flag, env[variable] ?? '', undefined);
  }
  const given: Record<string, unknown> = {};
  for (let at = 0; at < args.length; at++) {
    const { name, text } = split(args[at] ?? '', table);
    const flag = Object.hasOwn(table, name) ? table[name] : undefined;
    if (flag === undefined) throw new UsageError(`unknown flag --${name}${suggestion(name, Object.keys(table))}: --help lists them all`);
    let value = text;
    if (value === undefined) {
      // Of a flag that is true where it stands alone, `--flag false` is meant all the same.
      const alone = flag.value === undefined && !/^(?:true|false)$/i.test(args[at + 1] ?? '');
      value = alone ? 'true' : args[++at];
      if (value === undefined) throw new UsageError(`--${name} needs a value: --${name}=<${flag.value ?? 'value'}>`);
    }
    given[name] = read(`--${name}`, flag, value, given[name]);
  }
  return { ...settings, ...given } as Settings<Table>;
}

function split(arg: string, table: FlagTable): { readonly name: string; readonly text?: string } {
  const match = /^--?(?<name>[^-=][^=]*)(?:=(?<text>.*))?$/s.exec(arg)?.groups;
  const name = match?.['name'];
  if (name === undefined) throw new UsageError(`unexpected "${arg}": only flags can be given, and their values as --flag=value`);
  const asWritten =
    Object.keys(table).find((known) => known === name) ?? Object.keys(table).find((known) => plainName(known) === plainName(name));
  return { name: asWritten ?? name, text: match?.['text'] };
}

const plainName = (name: string): string => name.toLowerCase().replaceAll('-', '');

function read(source: string, flag: Flag<unknown>, text: string, before: unknown): unknown {
  try {
    return flag.parse(text, before);
  } catch (error) {
    if (error instanceof BadValue) throw new UsageError(`${source} is "${text}": ${error.message}`, { cause: error });
    throw error;
  }
}

function suggestion(name: string, known: readonly string[]): string {
  const meant = likely(name, known);
  return meant === undefined ? '' : ` (did you mean --${meant}?)`;
}

/** The table as `--help` prints it. */
export function helpOf(table: FlagTable): string {
  const rows = Object.entries(table).map(([name, flag]) => [
    `  --${name}${flag.value === undefined ? '' : `=<${flag.value}>`}`,
    `${flag.help}${notes(flag)}`,
  ]);
  return columns(rows, '  ')
    .map((line) => `${line}\n`)
    .join('');
}

function notes({ env, shownDefault }: Flag<unknown>): string {
  const said = [
    ...(shownDefault === '' ? [] : [`default ${shownDefault}`]),
    ...(env === undefined ? [] : [`environment: ${env.join(', ')}`]),
  ];
  return said.length === 0 ? '' : ` (${said.join('; ')})`;
}

/** The table in Markdown, for the documentation. */
export function documentationOf(table: FlagTable): string {
  const code = (text: string) => (text === '' ? '' : `\`${text}\``);
  const rows = Object.entries(table).map(([name, { value, env = [], shownDefault, help }]) => {
    const cells = [code(`--${name}${value === undefined ? '' : `=<${value}>`}`), env.map(code).join(', '), code(shownDefault), help];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  });
  return `| flag | environment | default | |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}
