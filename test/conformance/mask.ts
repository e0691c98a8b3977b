import type { Exchange } from './session.ts';

type Value = unknown;

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const CONTINUE = /([?&]continue=)[\w-]{20,}/g;
const ADDRESS = /\b(?:\d+\.\d+\.\d+\.\d+|localhost):\d{4,5}\b/g;
/** A forbidden change of a pod, of a container in it, or of a claim ends with a diff of Go's structs, which no client reads. */
const DIFFERING = [
  'pod updates may not change fields other than',
  'spec is immutable after creation except',
  'existing ephemeral containers',
];
const DIFF = new RegExp(`((?:${DIFFERING.join('|')}) [^\\n]*)\\n[\\s\\S]*`);
/** The type of what a rule is about has a name of its own on every run. */
const RULE_TYPE = /selfType\d+/g;
const AGE = /^(<invalid>|\d+[smhdy](\d+[smhdy])?)$/;
/** What a server counts for itself: where these stand, a number is another on every run. */
const COUNTED = [
  /([?&]resourceVersion=)\d\d+/g,
  /(resourceVersion[\\"]+:[\\"]+)\d+/g,
  /(Too large resource version: \d+, current: )\d+/g,
  /(too old resource version: )\d+ \(\d+\)/g,
  /(in the precondition \()\d+(\))/g,
  /(ResourceVersion in record \()\d+(\))/g,
];

/** Replaces what differs on every run: uids by their order, times, revisions, tokens, addresses, ages and generated names. */
export function mask(exchanges: readonly Exchange[]): Value {
  const uids = new Map<string, string>();
  const generated = new Map<string, string>();
  const named = (uid: string) => {
    const known = uids.get(uid) ?? `<uid ${uids.size + 1}>`;
    uids.set(uid, known);
    return known;
  };
  const text = (value: string): string => {
    let masked = value
      .replace(DIFF, '$1')
      .replace(TOKEN, '<token>')
      .replace(UID, named)
      .replace(TIME, '<time>')
      .replace(ADDRESS, '<address>')
      .replace(RULE_TYPE, 'selfType')
      .replace(CONTINUE, '$1<continue>');
    for (const pattern of COUNTED)
      masked = masked.replace(
        pattern,
        (_whole, head: string, tail: string | number) => `${head}<revision>${typeof tail === 'string' ? tail : ''}`,
      );
    for (const [name, mark] of generated) masked = masked.replaceAll(name, mark);
    return masked;
  };
  const visit = (value: Value, field: string): Value => {
    if (typeof value === 'string') {
      if (field === 'resourceVersion' && value !== '') return '<revision>';
      if (field === 'clusterIP' || field === 'clusterIPs') return value === 'None' ? value : '<address>';
      if (field === 'storageVersionHash') return '<hash>';
      if (field === 'continue' && value !== '') return '<continue>';
      if (field === 'cells' && AGE.test(value)) return '<age>';
      return text(value);
    }
    if (Array.isArray(value)) {
      const items = value.map((item) => visit(item, field));
      // They are in the order of their seconds.
      return field === 'managedFields' ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    const { generateName, name } = value as { generateName?: unknown; name?: unknown };
    if (typeof generateName === 'string' && typeof name === 'string' && name.startsWith(generateName))
      generated.set(name, `${generateName}<suffix>`);
    if (field === 'columnDefinitions')
      return Object.fromEntries(
        Object.entries(value)
          .filter(([key]) => key !== 'description')
          .map(([key, inner]): [string, Value] => [key, inner]),
      ); // prose
    const entries = Object.entries(value).map(([key, inner]): [string, Value] => [text(key), visit(inner, key)]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return exchanges.map((exchange) => visit(exchange, ''));
}
