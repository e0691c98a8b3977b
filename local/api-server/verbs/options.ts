import { invalid, type FailureCause } from '../contracts/status-error.ts';

type Kind = 'CreateOptions' | 'DeleteOptions' | 'PatchOptions' | 'UpdateOptions';

export type FieldValidation = 'Ignore' | 'Strict' | 'Warn';

export interface ParsedWriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** `fieldManager`, or what stands before the slash in User-Agent. */
  readonly manager: string;
  readonly force: boolean;
}

const VALIDATIONS: readonly string[] = ['', 'Ignore', 'Strict', 'Warn'];

const unsupported = (field: string, shown: string, supported: readonly string[]): FailureCause => ({
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown}: supported values: ${supported.map((value) => JSON.stringify(value)).join(', ')}`,
  field,
});

export const badOptions = (kind: Kind, causes: readonly FailureCause[]) => invalid({ group: 'meta.k8s.io', kind }, '', causes);

export function dryRunProblems(values: readonly string[]): readonly FailureCause[] {
  return values.every((value) => value === 'All') ? [] : [unsupported('dryRun', JSON.stringify(values), ['All'])];
}

export function writeOptions(kind: Kind, query: URLSearchParams, userAgent: string, isApply = false): ParsedWriteOptions {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const validation = query.get('fieldValidation') ?? '';
  const manager = query.get('fieldManager') ?? '';
  const force = query.get('force');
  const causes: FailureCause[] = [];
  if (isApply && manager === '')
    causes.push({ reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' });
  if (!isApply && kind === 'PatchOptions' && force !== null)
    causes.push({ reason: 'FieldValueForbidden', message: 'Forbidden: may not be specified for non-apply patch', field: 'force' });
  if (manager.length > 128)
    causes.push({ reason: 'FieldValueTooLong', message: 'Too long: may not be more than 128 bytes', field: 'fieldManager' });
  causes.push(...dryRunProblems(dryRun));
  if (!VALIDATIONS.includes(validation)) causes.push(unsupported('fieldValidation', JSON.stringify(validation), VALIDATIONS));
  if (causes.length > 0) throw badOptions(kind, causes);
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: validation === 'Ignore' || validation === 'Strict' ? validation : 'Warn',
    manager: manager === '' ? (userAgent.split('/')[0] ?? 'unknown') : manager,
    force: force === 'true' || force === '1',
  };
}
