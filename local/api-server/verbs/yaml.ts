import { tooLarge } from '../contracts/status-error.ts';
import { isRecord, type Json } from '../../../ground/json/json.ts';
import { isTooDeep, modest, MOST_LEVELS } from '../contracts/nesting.ts';

/** Thrown for a text that is not YAML, or that must not be believed: the message has the real server's words where it has some. */
export class YamlProblem extends Error {
  override readonly name = 'YamlProblem';
}

/** What a text means whether it is JSON, which is YAML as well and read faster, or not. Throws YamlProblem, or a StatusError (413). */
export async function parseYaml(text: string): Promise<Json> {
  const json = fromJson(text);
  return modest(assertShallow(json === undefined ? await load(text) : json));
}

function fromJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** It is read many times more slowly than JSON, which is what clients send. */
const MOST_YAML = 1024 * 1024;

async function load(text: string): Promise<Json> {
  if (text.length > MOST_YAML) throw tooLarge(MOST_YAML);
  const yaml = await import('js-yaml'); // only a few requests need it
  let value: unknown;
  try {
    value = yaml.load(text, { maxDepth: MOST_LEVELS });
  } catch (error) {
    const { reason } = error as { readonly reason?: unknown };
    throw new YamlProblem(`yaml: ${typeof reason === 'string' ? reason : String(error)}`, { cause: error });
  }
  assertBounded(value);
  return value as Json; // what it reads by its core schema is JSON
}

function assertShallow(value: Json): Json {
  if (isTooDeep(value)) throw new YamlProblem(`yaml: exceeded max depth of ${MOST_LEVELS}`);
  return value;
}

// The numbers of Go's decoder: what aliases repeat may be nearly all of a small document, and a tenth of a large one.
const FEW_ALIASES = 100;
const FEW_VALUES = 1_000;
const SMALL = 400_000;
const LARGE = 4_000_000;
/** Text that stands once in the document and many times in what it means. */
const MOST_REPEATED_TEXT = 3 * 1024 * 1024;

const allowedShare = (values: number): number => 0.99 - 0.89 * Math.min(1, Math.max(0, (values - SMALL) / (LARGE - SMALL)));

/** A few lines of aliases of aliases can mean more than any memory holds, and an alias of what it stands in has no end at all. */
function assertBounded(document: unknown): void {
  const seen = new Set<object>();
  const open = new Set<object>();
  let [values, repeated, repeatedText] = [0, 0, 0];
  const visit = (value: unknown, isRepeated: boolean): void => {
    values += 1;
    if (isRepeated) {
      repeated += 1;
      repeatedText += typeof value === 'string' ? value.length : 0;
      if (repeated > FEW_ALIASES && values > FEW_VALUES && repeated / values > allowedShare(values)) throw excessive();
      if (repeatedText > MOST_REPEATED_TEXT) throw excessive();
    }
    if (typeof value !== 'object' || value === null) return;
    if (open.has(value)) throw new YamlProblem("yaml: an anchor's value contains itself");
    const again = isRepeated || seen.has(value);
    seen.add(value);
    open.add(value);
    for (const part of Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : [])
      visit(part, again);
    open.delete(value);
  };
  visit(document, false);
}

const excessive = () => new YamlProblem('yaml: document contains excessive aliasing');
