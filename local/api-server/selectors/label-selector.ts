import { NAME, SUBDOMAIN } from '../../../ground/text/names.ts';
import { badRequest } from '../contracts/status-error.ts';

type LabelMap = Readonly<Record<string, string>>;
export type LabelPredicate = (labels: LabelMap) => boolean;

const KEY = new RegExp(`^(${SUBDOMAIN}/)?${NAME}$`);
const VALUE = new RegExp(`^(${NAME})?$`);
// A token of the selector's grammar: a word, an operator, a bracket or a comma.
const TOKEN = /\s*(==|!=|=|!|<|>|\(|\)|,|[^\s=!<>(),]+)\s*/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  return tokens;
}

const unexpected = (found: string | undefined, wanted: string) => `found '${found ?? ''}', expected: ${wanted}`;
const unparsable = (found: string | undefined, wanted: string) => badRequest(`unable to parse requirement: ${unexpected(found, wanted)}`);

interface Tokens {
  next(): string | undefined;
  peek(): string | undefined;
}

function valuesOf(key: string, tokens: Tokens): ReadonlySet<string> {
  if (tokens.peek() !== '(') throw badRequest(`unable to parse requirement: found '${tokens.peek() ?? ''}' expected: '('`);
  tokens.next();
  const values = new Set<string>();
  for (let word = ''; ;) {
    const token = tokens.next();
    if (token === undefined) throw unparsable(token, "',' or ')'");
    if (token === ',' || token === ')') {
      values.add(checkedValue(key, word));
      word = '';
      if (token === ')') return values;
    } else word = token;
  }
}

function checkedKey(key: string): string {
  if (KEY.test(key) && key.length <= 317) return key;
  throw badRequest(
    `unable to parse requirement: <nil>: Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME}')`,
  );
}

function checkedValue(key: string, value: string): string {
  if (VALUE.test(value) && value.length <= 63) return value;
  throw badRequest(
    `unable to parse requirement: values[0][${key}]: Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${NAME})?')`,
  );
}

const OPERATORS = 'in, notin, =, ==, !=, gt, lt';

function requirement(tokens: Tokens): LabelPredicate {
  const first = tokens.next();
  if (first === '!') {
    const negated = tokens.next() ?? '';
    if (/^[=!<>(),]?$/.test(negated)) throw unparsable(negated, 'identifier');
    const absent = checkedKey(negated);
    return (labels) => labels[absent] === undefined;
  }
  if (first === undefined || /^[=!<>(),]/.test(first)) throw badRequest(unexpected(first, "!, identifier, or 'end of string'"));
  const key = checkedKey(first);
  const operator = tokens.peek();
  if (operator === undefined || operator === ',') return (labels) => labels[key] !== undefined;
  tokens.next();
  const literal = () => {
    const value = tokens.peek();
    if (value === undefined || value === ',') return '';
    if (/^[=!<>()]/.test(value)) throw unparsable(value, 'identifier');
    return checkedValue(key, tokens.next() ?? '');
  };
  switch (operator) {
    case '=':
    case '==': {
      const value = literal();
      return (labels) => labels[key] === value;
    }
    case '!=': {
      const value = literal();
      return (labels) => labels[key] !== value;
    }
    case 'in': {
      const values = valuesOf(key, tokens);
      return (labels) => labels[key] !== undefined && values.has(labels[key]);
    }
    case 'notin': {
      const values = valuesOf(key, tokens);
      return (labels) => labels[key] === undefined || !values.has(labels[key]);
    }
    case '<':
    case '>': {
      const text = literal();
      if (!/^-?\d+$/.test(text))
        throw badRequest(
          `unable to parse requirement: values[0]: Invalid value: "${text}": for 'Gt', 'Lt' operators, the value must be an integer`,
        );
      const bound = Number(text);
      const sign = operator === '<' ? -1 : 1;
      return (labels) => labels[key] !== undefined && sign * (Number(labels[key]) - bound) > 0;
    }
    default:
      throw unparsable(operator, OPERATORS);
  }
}

/** `labelSelector` of a query. Throws a StatusError on one that is malformed. */
export function labelSelector(text: string): LabelPredicate {
  const all = tokensOf(text);
  let index = 0;
  const tokens: Tokens = { next: () => all[index++], peek: () => all[index] };
  const requirements: LabelPredicate[] = [];
  while (tokens.peek() !== undefined) {
    requirements.push(requirement(tokens));
    if (tokens.peek() === undefined) break;
    if (tokens.next() !== ',') throw badRequest(unexpected(all[index - 1], "',' or 'end of string'"));
    if (tokens.peek() === undefined) throw badRequest(unexpected('', "identifier after ','"));
  }
  return (labels) => requirements.every((fits) => fits(labels));
}
