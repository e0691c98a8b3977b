import { show } from '../../../model/checks/limits.ts';
import { itemsProblems, unknownKeys } from '../../../model/checks/shape.ts';
import { isRecord } from '../../../ground/json/json.ts';
import { likely } from '../../../ground/text/likely.ts';
import { CHOSEN_TYPES, MODES } from './change-rule.ts';
import { labelsMatch } from './labels-match.ts';
import { pointerProblem, pointersOf, type Pointers } from './pointers.ts';
import { resourceWordProblem } from './resource-words.ts';

type Problems = readonly string[];

const FIELDS = ['resources', 'namespaces', 'selector', 'events', 'mode', 'ignore', 'redact', 'sample', 'then'];
/** What every message needs, whatever is redacted. */
const IDENTITY = [['apiVersion'], ['kind'], ...['name', 'namespace', 'uid', 'resourceVersion'].map((field) => ['metadata', field])];

/** Everything that is wrong with a file of rules, each with its path. */
export const rulesProblems = (data: unknown): Problems =>
  Array.isArray(data)
    ? data.flatMap((rule: unknown, index) => ruleProblems(rule, `[${index}]`))
    : [`rules: is ${show(data)}: give a list of rules`];

function ruleProblems(rule: unknown, path: string): Problems {
  if (!isRecord(rule)) return [`${path}: is ${show(rule)}: give an object with resources and what is to happen to them`];
  const given = (field: string, problemsOf: (value: unknown, path: string) => Problems): Problems =>
    rule[field] === undefined ? [] : problemsOf(rule[field], `${path}.${field}`);
  return [
    ...unknownKeys(rule, FIELDS, path, { type: 'events', kinds: 'resources', labels: 'selector' }),
    ...texts('resources such as deployments.apps', resourceWordProblem)(rule['resources'], `${path}.resources`),
    ...given('namespaces', texts('namespaces, with * for any text', namespaceProblem)),
    ...given('selector', selectorProblems),
    ...given(
      'events',
      texts(CHOSEN_TYPES.join(', '), (word) => wordProblem(word, CHOSEN_TYPES)),
    ),
    ...given('mode', (mode, at) =>
      typeof mode === 'string' ? located(mode, at, wordProblem(mode, MODES)) : [`${at}: is ${show(mode)}: give ${MODES.join(', ')}`],
    ),
    ...given('ignore', textsOrNone('JSON pointers', pointerProblem)),
    ...given('redact', textsOrNone('JSON pointers', redactProblem)),
    ...given('sample', (share, at) => (isShare(share) ? [] : [`${at}: is ${show(share)}: give a number from 0 to 1`])),
    ...given('then', (flag, at) => (typeof flag === 'boolean' ? [] : [`${at}: is ${show(flag)}: give true or false`])),
  ];
}

const isShare = (share: unknown): boolean => typeof share === 'number' && share >= 0 && share <= 1;

const located = (text: string, path: string, problem: string | undefined): Problems =>
  problem === undefined ? [] : [`${path}: ${show(text)} ${problem}`];

/** Of a list of texts, each of which `problemOf` looks at. */
const texts =
  (what: string, problemOf: (text: string) => string | undefined) =>
  (list: unknown, path: string): Problems =>
    itemsProblems(list, path, what, (item, at) =>
      typeof item === 'string' ? located(item, at, problemOf(item)) : [`${at}: is ${show(item)}: give text`],
    );

const textsOrNone = (what: string, problemOf: (text: string) => string | undefined) => {
  const some = texts(what, problemOf);
  return (list: unknown, path: string): Problems => (Array.isArray(list) && list.length === 0 ? [] : some(list, path));
};

const namespaceProblem = (glob: string): string | undefined =>
  /^[a-z0-9*-]+$/.test(glob) ? undefined : 'does not name namespaces: use lower-case letters, digits and "-", and * for any text';

function wordProblem(word: string, known: readonly string[]): string | undefined {
  if (known.includes(word)) return undefined;
  const meant = likely(word, known);
  return `is unknown here: ${meant === undefined ? `it is one of ${known.join(', ')}` : `write ${meant}`}`;
}

function selectorProblems(selector: unknown, path: string): Problems {
  if (typeof selector === 'string' && labelsMatch(selector) !== undefined) return [];
  return [`${path}: is ${show(selector)}: give a label selector such as app=web,tier!=test or "app in (a, b)"`];
}

function redactProblem(pointer: string): string | undefined {
  const problem = pointerProblem(pointer);
  if (problem !== undefined) return problem;
  const lost = IDENTITY.find((path) => leadsTo(pointersOf([pointer]), path));
  return lost === undefined ? undefined : `would redact /${lost.join('/')}, which every message needs: name what is to be hidden`;
}

function leadsTo(pointers: Pointers | undefined, path: readonly string[]): boolean {
  let at = pointers;
  for (const segment of path) {
    if (at?.here === true) return true;
    at = at?.at(segment);
  }
  return at?.here === true;
}
