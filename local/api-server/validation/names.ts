import { LABEL, LETTER_LABEL, NAME, SUBDOMAIN } from '../../../ground/text/names.ts';

/** What names may look like, and what is said of those that do not; empty where all is well. */
export type NameRule = (name: string) => readonly string[];

const LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const DNS_1035_MESSAGE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const QUALIFIED_MESSAGE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const KEY = '[-._a-zA-Z0-9]+';

const tooLong = (most: number, unit = 'bytes') => `must be no more than ${most} ${unit}`;
const regexTold = (message: string, pattern: string, ...examples: readonly string[]) => {
  const shown = examples.length === 0 ? '' : `e.g. ${examples.map((example) => `'${example}'`).join(',  or ')}, `;
  return `${message} (${shown}regex used for validation is '${pattern}')`;
};

/** Domain names, and labels that begin with a letter, are counted in characters, everything else in bytes. */
const rule = (pattern: string, most: number, message: string, ...examples: readonly string[]): NameRule => {
  const whole = new RegExp(`^(?:${pattern})$`);
  const unit = most === 253 || message === DNS_1035_MESSAGE ? 'characters' : 'bytes';
  return (name) => [
    ...(Buffer.byteLength(name) > most ? [tooLong(most, unit)] : []),
    ...(whole.test(name) ? [] : [regexTold(message, pattern, ...examples)]),
  ];
};

export const dnsLabel: NameRule = rule(LABEL, 63, LABEL_MESSAGE, 'my-name', '123-abc');
export const dnsSubdomain: NameRule = rule(SUBDOMAIN, 253, SUBDOMAIN_MESSAGE, 'example.com');
export const dns1035Label: NameRule = rule(LETTER_LABEL, 63, DNS_1035_MESSAGE, 'my-name', 'abc-123');
export const labelValue: NameRule = rule(
  `(${NAME})?`,
  63,
  `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
  'MyValue',
  'my_value',
  '12345',
);

/** Names of roles and bindings: whatever can stand in a path. */
export const pathSegment: NameRule = (name) => {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`);
};

const QUALIFIED = new RegExp(`^${NAME}$`);

/** A label's key: `name`, or `prefix/name`. */
export const qualifiedName: NameRule = (name) => {
  const parts = name.split('/');
  const [prefix, last] = parts.length === 1 ? [undefined, parts[0] ?? ''] : [parts[0] ?? '', parts[1] ?? ''];
  if (parts.length > 2)
    return [
      `a valid label key ${regexTold(QUALIFIED_MESSAGE, NAME, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const problems =
    prefix === undefined
      ? []
      : prefix === ''
        ? ['prefix part must be non-empty']
        : dnsSubdomain(prefix).map((problem) => `prefix part ${problem}`);
  if (last === '')
    return [...problems, 'name part must be non-empty', `name part ${regexTold(QUALIFIED_MESSAGE, NAME, 'MyName', 'my.name', '123-abc')}`];
  return [
    ...problems,
    ...(Buffer.byteLength(last) > 63 ? [`name part ${tooLong(63)}`] : []),
    ...(QUALIFIED.test(last) ? [] : [`name part ${regexTold(QUALIFIED_MESSAGE, NAME, 'MyName', 'my.name', '123-abc')}`]),
  ];
};

const configKeyLetters = rule(
  KEY,
  253,
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  'key.name',
  'KEY_NAME',
  'key-name',
);

/** A key of a ConfigMap or a Secret. */
export const configKey: NameRule = (key) => {
  const problems = configKeyLetters(key);
  if (key === '.') return [...problems, "must not be '.'"];
  if (key === '..') return [...problems, "must not be '..'"];
  return key.startsWith('..') ? [...problems, "must not start with '..'"] : problems;
};

/** Whatever can be printed, but `=`. */
export const envName: NameRule = (name) =>
  /^[ -<>-~]+$/.test(name) ? [] : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

/** The name of a port: at most 15 signs, one letter at least. */
export const portName: NameRule = (name) => [
  ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
  ...(/^[-a-z0-9]*$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
  ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(name.startsWith('-') || name.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
];

export const portNumber = (port: number): readonly string[] =>
  port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
