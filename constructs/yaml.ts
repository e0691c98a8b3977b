import { isRecord } from '../ground/json/json.ts';
import { Yaml } from 'cdk8s';
import { isMisread } from './misread.ts';

/**
 * Writes documents as cdk8s' own `Yaml.stringify` does, byte for byte, several times faster. The layout of maps and
 * lists is written here; how a key or a scalar is quoted is asked of cdk8s, once for each distinct text that is not
 * plainly a word: a realm repeats a few hundred of them. What depends on its place (a text of several lines, a map with
 * odd keys) is asked with its place around it. Quoted as well is what only kubectl takes for a number. The documents are
 * trees: cdk8s would write what is in them twice as an alias.
 */
export function yamlWriter(): (documents: readonly unknown[]) => string {
  const keys = new Map<string, string | undefined>();
  const scalars = new Map<unknown, string>();

  const key = (text: string): string | undefined => remembered(keys, text, () => placeless(text));
  const scalar = (value: unknown): string => remembered(scalars, value, () => scalarText(value));

  const inside = (value: unknown, indent: string): string => {
    if (typeof value === 'string' && value.includes('\n')) return inPlace(value, indent);
    if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${list(value, indent)}`;
    if (isRecord(value)) return Object.keys(value).length === 0 ? ' {}\n' : `\n${map(value, indent)}`;
    return ` ${scalar(value)}\n`;
  };
  const map = (value: Readonly<Record<string, unknown>>, indent: string): string => {
    let text = '';
    for (const name of Object.keys(value)) {
      const asKey = key(name);
      if (asKey === undefined) return inPlace(value, indent).slice(1);
      text += `${indent}${asKey}${inside(value[name], `${indent}  `)}`;
    }
    return text;
  };
  const list = (value: readonly unknown[], indent: string): string => {
    let text = '';
    for (const item of value) {
      if (isRecord(item) && Object.keys(item).length > 0) text += `${indent}- ${map(item, `${indent}  `).slice(indent.length + 2)}`;
      else if (Array.isArray(item) && item.length > 0) text += `${indent}- ${list(item, `${indent}  `).slice(indent.length + 2)}`;
      else text += `${indent}-${inside(item, `${indent}  `)}`;
    }
    return text;
  };
  const document = (value: unknown): string => {
    if (value === undefined) return '\n';
    return isRecord(value) && Object.keys(value).length > 0 ? map(value, '') : Yaml.stringify(value);
  };
  return (documents) => documents.map(document).join('---\n');
}

/** Two letters first (`e0` is a number to some), and nothing that means anything to YAML: written as it is, without asking cdk8s. */
const WORD = /^[/a-z]{2}[\w./-]*$/i;
/** What some version of YAML takes for something other than a text. */
const NOT_TEXTS = new Set(['yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const LONGEST_KEY = 256;

const isWord = (text: string): boolean => text.length <= LONGEST_KEY && WORD.test(text) && !NOT_TEXTS.has(text.toLowerCase());

function scalarText(value: unknown): string {
  if (typeof value === 'string' && isWord(value)) return value;
  if (typeof value === 'string' && isMisread(value)) return `"${value}"`;
  return Yaml.stringify({ k: value }).slice('k: '.length, -1);
}

/** At the beginning of a line these divide documents. */
const MARKER = /^(---|\.\.\.)/;

/** How a key is written wherever it stands; undefined for one whose looks depend on that. */
function placeless(key: string): string | undefined {
  if (isWord(key)) return `${key}:`;
  if (isMisread(key)) return `"${key}":`;
  if (key.length > LONGEST_KEY || key.includes('\n') || MARKER.test(key)) return undefined;
  const written = Yaml.stringify({ [key]: 0 });
  return written.startsWith('? ') || !written.endsWith(': 0\n') ? undefined : written.slice(0, -' 0\n'.length);
}

/** What cdk8s writes after the colon of a key at this depth: it is asked for a value under as many maps as it takes to get there. */
function inPlace(value: unknown, indent: string): string {
  const depth = indent.length / 2;
  if (depth === 0) return `\n${Yaml.stringify(value)}`;
  let holder = value;
  for (let level = 0; level < depth; level += 1) holder = { k: holder };
  return Yaml.stringify(holder)
    .split('\n')
    .slice(depth - 1)
    .join('\n')
    .slice(indent.length);
}

function remembered<K, V>(known: Map<K, V>, value: K, ask: () => V): V {
  const text = known.get(value);
  if (text !== undefined) return text;
  const asked = ask();
  known.set(value, asked);
  return asked;
}
