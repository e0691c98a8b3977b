import { describe, expect, it } from '@jest/globals';
import { namespaced } from '../../../conformance/objects.ts';
import { running } from '../running.ts';

const here = running();
const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
const unheeded = (field: string) => `299 - "the embedded API server does not heed ${field}: this is stored, and has no effect"`;
const ignores = { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } };
const limits = { completionMode: 'Indexed', completions: 2, backoffLimitPerIndex: 1 };

/** What a new object of batch/v1 is warned of. */
async function warnings(kind: 'CronJob' | 'Job', spec: object): Promise<unknown> {
  const body = { apiVersion: 'batch/v1', kind, metadata: { generateName: 'j-' }, spec };
  const { code, headers } = await here.api.ask('POST', namespaced('default', `${kind.toLowerCase()}s`, 'apis/batch/v1'), { body });
  expect(code).toBe(201);
  return (headers as Record<string, string>)['warning'];
}

describe('a new Job', () => {
  it('is warned of each of its rules that the node does not heed', async () =>
    expect(await warnings('Job', { ...ignores, ...limits, template })).toBe(
      ['spec.podFailurePolicy', 'spec.backoffLimitPerIndex'].map(unheeded).join(', '),
    ));

  it('is not warned of without them', async () => expect(await warnings('Job', { backoffLimit: 3, template })).toBeUndefined());

  it('is warned of in the CronJob that makes it', async () =>
    expect(await warnings('CronJob', { schedule: '@daily', jobTemplate: { spec: { ...ignores, template } } })).toBe(
      unheeded('spec.jobTemplate.spec.podFailurePolicy'),
    ));
});
