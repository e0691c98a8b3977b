import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, required } from './cause.ts';
import { dns1035Label } from './names.ts';

const NAMES = ['plural', 'singular', 'kind', 'listKind'] as const;
const MIXED_CASE: ReadonlySet<string> = new Set(['kind', 'listKind']);

export const missingNames = (names: JsonObject | undefined): readonly FailureCause[] =>
  NAMES.filter((field) => textAt(names, field) === '').map((field) => required(`spec.names.${field}`));

/** What is wrong with the names under which a custom resource is asked for. */
export function namesCauses(names: JsonObject | undefined): readonly FailureCause[] {
  const kind = textAt(names, 'kind');
  return [
    ...NAMES.flatMap((field) => nameCauses(textAt(names, field), field)),
    ...listCauses(names, 'shortNames'),
    ...(kind !== '' && kind === textAt(names, 'listKind')
      ? [invalidValue('spec.names.listKind', kind, 'kind and listKind may not be the same')]
      : []),
    ...listCauses(names, 'categories'),
  ];
}

function nameCauses(name: string, field: string): readonly FailureCause[] {
  if (name === '') return [];
  const mixed = MIXED_CASE.has(field);
  const wrong = dns1035Label(mixed ? name.toLowerCase() : name).join(',');
  if (wrong === '') return [];
  return [invalidValue(`spec.names.${field}`, name, `${mixed ? 'may have mixed case, but should otherwise match: ' : ''}${wrong}`)];
}

const listCauses = (names: JsonObject | undefined, field: string): readonly FailureCause[] =>
  listAt(names, field).flatMap((name, at) => {
    const wrong = typeof name === 'string' ? dns1035Label(name) : [];
    return wrong.length > 0 ? [invalidValue(`spec.names.${field}[${at}]`, name, wrong.join(','))] : [];
  });
