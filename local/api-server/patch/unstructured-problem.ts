import { kubernetesTypes } from '../schema/type-tree.ts';

const MISMATCH = /^json: cannot unmarshal (\w+)(?: (\S+))? into Go .* of type (\S+)$/;
const KINDS: Readonly<Record<string, string>> = { object: 'map', array: 'slice', number: 'int64' };
const PLAIN: ReadonlySet<string> = new Set(['string', 'int32', 'int64', 'bool', 'float64']);

/** What a strategic merge patch of the wrong type is told: the real server reads such a patch another way than JSON. */
export function unstructuredProblem(problem: string): string {
  const [, word = '', literal, type = ''] = MISMATCH.exec(problem) ?? [];
  if (type === '') return problem;
  const given = literal !== undefined && !/^-?\d+$/.test(literal) ? 'float64' : (KINDS[word] ?? word);
  if (type.startsWith('[]')) return `cannot restore slice from ${given}`;
  if (type.startsWith('map[')) return `cannot restore map from ${given}`;
  if (isStruct(type)) return `cannot restore struct from: ${given}`;
  const takesNumbers = type !== 'bool' && given !== 'string';
  if (word === 'number' && takesNumbers) return `cannot convert ${given} to ${type}`;
  return `unrecognized type: ${PLAIN.has(type) ? type : 'string'}`;
}

const isStruct = (type: string): boolean =>
  !PLAIN.has(type) && Object.keys(kubernetesTypes.types).some((name) => name.endsWith(`.${type}`));
