/** As the real server: a body can repeat itself a million times, each time under a name of a million letters. */
const MOST_TOLD = 100;
const MOST_TOLD_LETTERS = 100_000;

/**
 * The fields that stand twice in one object of a JSON text, as strict decoding words it: `duplicate field "spec.replicas"`.
 * The text is known to be valid. JSON.parse keeps the last and says nothing.
 */
export function duplicateFields(text: string): readonly string[] {
  const found = new Set<string>();
  let letters = 0;
  const open: { readonly keys?: Set<string>; readonly told?: Set<string>; readonly at: string; index: number }[] = [];
  let key = '';
  for (let i = 0; i < text.length; i += 1) {
    const here = open.at(-1);
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
        open.push({ keys: new Set(), told: new Set(), at: path(open, key), index: 0 });
        break;
      case 0x5b: // [
        open.push({ at: path(open, key), index: 0 });
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        break;
      case 0x2c: // ,
        if (here) here.index += 1;
        break;
      case 0x22: {
        // "
        const end = endOfString(text, i);
        if (here?.keys && isKey(text, end + 1)) {
          const raw = text.slice(i + 1, end);
          key = raw.includes('\\') ? String(JSON.parse(text.slice(i, end + 1))) : raw;
          if (!here.keys.has(key)) here.keys.add(key);
          else if (here.told?.has(key) === false && found.size < MOST_TOLD && letters < MOST_TOLD_LETTERS) {
            here.told.add(key);
            letters += here.at.length + key.length;
            found.add(`duplicate field "${here.at === '' ? key : `${here.at}.${key}`}"`);
          }
        }
        i = end;
        break;
      }
      default:
    }
  }
  return [...found];
}

function path(open: readonly { readonly keys?: Set<string>; readonly at: string; readonly index: number }[], key: string): string {
  const parent = open.at(-1);
  if (!parent) return '';
  if (!parent.keys) return `${parent.at}[${parent.index}]`;
  return parent.at === '' ? key : `${parent.at}.${key}`;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  for (; end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function isKey(text: string, from: number): boolean {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return text[at] === ':';
}
