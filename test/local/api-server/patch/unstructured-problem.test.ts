import { describe, expect, it } from '@jest/globals';
import { unstructuredProblem } from '../../../../local/api-server/patch/unstructured-problem.ts';

const mismatch = (given: string, type: string) => `json: cannot unmarshal ${given} into Go struct field X.spec.x of type ${type}`;

describe('the problem of a strategic merge patch', () => {
  it.each([
    [mismatch('number', 'string'), 'cannot convert int64 to string'],
    [mismatch('number', 'v1.DNSPolicy'), 'cannot convert int64 to v1.DNSPolicy'],
    [mismatch('number 1.5', 'int32'), 'cannot convert float64 to int32'],
    [mismatch('string', 'map[string]string'), 'cannot restore map from string'],
    [mismatch('array', 'map[string]string'), 'cannot restore map from slice'],
    [mismatch('string', 'bool'), 'unrecognized type: bool'],
    [mismatch('string', 'int32'), 'unrecognized type: int32'],
    [mismatch('string', 'v1.PodSpec'), 'cannot restore struct from: string'],
    [mismatch('array', 'v1.PodSpec'), 'cannot restore struct from: slice'],
    [mismatch('number', 'v1.DeploymentSpec'), 'cannot restore struct from: int64'],
    [mismatch('object', '[]v1.Container'), 'cannot restore slice from map'],
    [
      'parsing time "zzz" as "2006-01-02T15:04:05Z07:00": cannot parse "zzz" as "2006"',
      'parsing time "zzz" as "2006-01-02T15:04:05Z07:00": cannot parse "zzz" as "2006"',
    ],
  ])('%s reads %s', (problem, told) => expect(unstructuredProblem(problem)).toBe(told));
});
