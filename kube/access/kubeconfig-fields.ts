import { isRecord } from '../../ground/json/json.ts';

/** What a field of a kubeconfig has to be, where it is there and not null. */
type Kind = 'text' | 'flag' | 'texts' | 'object' | 'objects' | 'lists of texts';

/** The fields that are read, of each of the three lists, and within `exec`. */
export const FIELDS = {
  context: { cluster: 'text', user: 'text', namespace: 'text' },
  cluster: {
    server: 'text',
    'certificate-authority': 'text',
    'certificate-authority-data': 'text',
    'insecure-skip-tls-verify': 'flag',
    'tls-server-name': 'text',
    'proxy-url': 'text',
  },
  user: {
    token: 'text',
    tokenFile: 'text',
    username: 'text',
    password: 'text',
    'client-certificate': 'text',
    'client-certificate-data': 'text',
    'client-key': 'text',
    'client-key-data': 'text',
    exec: 'object',
    'auth-provider': 'object',
    as: 'text',
    'as-uid': 'text',
    'as-groups': 'texts',
    'as-user-extra': 'lists of texts',
  },
  exec: {
    apiVersion: 'text',
    command: 'text',
    args: 'texts',
    env: 'objects',
    installHint: 'text',
    interactiveMode: 'text',
    provideClusterInfo: 'flag',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Kind>>>>;

/** What is wrong with the fields of an entry, as the end of a sentence that begins with its place. */
export function fieldProblem(value: unknown, fields: Readonly<Record<string, Kind>>): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) return ' is not an object';
  for (const [field, kind] of Object.entries(fields)) {
    const held = value[field];
    if (held !== undefined && held !== null && !IS[kind](held)) return `.${field} is not ${WORDS[kind]}`;
  }
  return undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const IS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: isText,
  flag: (value) => typeof value === 'boolean',
  texts: isTexts,
  object: isRecord,
  objects: (value) => Array.isArray(value) && value.every((item) => isRecord(item) && isText(item['name']) && isText(item['value'])),
  'lists of texts': (value) => isRecord(value) && Object.values(value).every(isTexts),
};
const WORDS: Readonly<Record<Kind, string>> = {
  text: 'text',
  flag: 'true or false',
  texts: 'a list of texts',
  object: 'an object',
  objects: 'a list of names and values',
  'lists of texts': 'an object of lists of texts',
};
