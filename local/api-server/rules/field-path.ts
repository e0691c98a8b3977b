import { isJsonObject, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt } from '../../../ground/json/read-json.ts';

const STEP = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/y;
const ESCAPED: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };

function unescaped(text: string): string | undefined {
  let valid = true;
  const read = text.replace(/\\(.)/g, (_, letter: string) => {
    valid &&= letter in ESCAPED;
    return ESCAPED[letter] ?? '';
  });
  return valid ? read : undefined;
}

/**
 * The field that a rule's `fieldPath` (`.a.b`, `.a['b']`) names, as a refusal writes it (`a.b`, and `a[b]` in a map);
 * undefined where the schema has no such field.
 */
export function fieldNamed(path: string, schema: JsonObject): string | undefined {
  let [at, here, named]: [number, JsonObject, string] = [0, schema, ''];
  while (at < path.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    const name = match && (match[1] ?? unescaped(match[2] ?? ''));
    if (!match || name === undefined || name === null) return undefined;
    const [properties, values] = [objectAt(here, 'properties'), objectAt(here, 'additionalProperties')];
    const next = properties ? (Object.hasOwn(properties, name) ? properties[name] : undefined) : values;
    if (!isJsonObject(next)) return undefined;
    named += properties ? `${named === '' ? '' : '.'}${name}` : `[${name}]`;
    [at, here] = [STEP.lastIndex, next];
  }
  return named;
}
