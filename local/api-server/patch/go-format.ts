import { isList, type Json } from '../../../ground/json/json.ts';

/** A JSON value as Go prints it in messages: `map[image:x name:c]`, `[a b]`, `<nil>`. */
export function goFormat(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (isList(value)) return `[${value.map(goFormat).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  return `map[${Object.keys(value)
    .sort()
    .map((key) => `${key}:${goFormat(value[key])}`)
    .join(' ')}]`;
}

/** What Go's JSON decoder calls a value that it did not expect. */
export function goKind(value: Json): string {
  if (isList(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
