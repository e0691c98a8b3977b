/** CloudEvents attributes as headers and properties: each binding has its prefix, and those of HTTP and NATS an encoding. */

const NOT_PLAIN = /[^\u0021-\u007e]|["%]/gu;

const encoded = (value: string): string => value.toWellFormed().replaceAll(NOT_PLAIN, (character) => encodeURIComponent(character));

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // somebody else's, who does not encode
  }
}

/** With a prefix before each name. */
export const prefixed = (attributes: ReadonlyMap<string, string>, prefix: string): readonly (readonly [string, string])[] =>
  [...attributes].map(([name, value]) => [`${prefix}${name}`, value]);

/** `ce-` headers of HTTP and NATS, percent-encoded. */
export const toHeaders = (attributes: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  [...attributes].map(([name, value]) => [`ce-${name}`, encoded(value)]);

export const fromHeaders = (headers: Iterable<readonly [string, string]>): ReadonlyMap<string, string> =>
  new Map([...withoutPrefix(headers, 'ce-')].map(([name, value]) => [name, decoded(value)]));

/** Those that have the prefix, without it. */
export const withoutPrefix = (named: Iterable<readonly [string, string]>, prefix: string): ReadonlyMap<string, string> =>
  new Map(
    [...named]
      .filter(([name]) => name.toLowerCase().startsWith(prefix.toLowerCase()))
      .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value]),
  );
