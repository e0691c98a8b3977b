/** As much text as the real server puts into the Warning headers of one answer, in characters; beyond that each is shortened. */
const MOST = 4 * 1024;
const SHORTENED = 256;

/** The values of the Warning headers for these messages, which may hold whatever a client called a field. */
export function warningHeaders(messages: readonly string[]): readonly string[] {
  const told = [...new Set(messages)].map((message) => Array.from(message));
  const fits = told.reduce((total, { length }) => total + length, 0) <= MOST;
  let written = 0;
  return told
    .map((letters) => (fits ? letters : letters.slice(0, SHORTENED)))
    .filter(({ length }) => (written += length) - length < MOST)
    .map((letters) => quoted(letters.join('')));
}

const ESCAPES = new Map([
  ['\u0007', String.raw`\a`],
  ['\b', String.raw`\b`],
  ['\f', String.raw`\f`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
  ['\v', String.raw`\v`],
]);

/** A header holds bytes, so the text goes as UTF-8; it can hold no control characters, which are written as Go writes them. */
function quoted(message: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const visible = message.replaceAll(/[\u0000-\u001F\u007F]/g, (control) => ESCAPES.get(control) ?? inHex(control));
  return Buffer.from(`299 - "${visible.replaceAll(/["\\]/g, String.raw`\$&`)}"`, 'utf8').toString('latin1');
}

const inHex = (control: string): string => String.raw`\x${(control.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
