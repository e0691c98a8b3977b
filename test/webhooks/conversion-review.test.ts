import { describe, expect, it } from '@jest/globals';
import { convertReview } from '../../webhooks/conversion-review.ts';
import { pathTo } from '../../webhooks/conversions.ts';
import { routeConversions } from '../controllers/runtime/webhooks/routes.ts';

const METADATA = { name: 'a', uid: 'u', labels: { a: 'b' } };
const old = (to: string, fields: object = {}) => ({
  apiVersion: 'example.com/v1',
  kind: 'Route',
  metadata: METADATA,
  spec: { to },
  ...fields,
});
const failures: unknown[] = [];
const answerTo = (objects: readonly object[], desiredAPIVersion: string): object => {
  failures.length = 0;
  const request = { uid: 'q', objects, desiredAPIVersion };
  const review = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'ConversionReview', request };
  return convertReview(JSON.stringify(review), routeConversions, (error) => failures.push(error));
};
const failed = (message: string) => ({ response: { uid: 'q', result: { status: 'Failure', message } } });

describe('the answer to a review of conversions', () => {
  it('has all objects in the version that is wanted, with their metadata as it was', () => {
    const { response } = answerTo([old('a:1'), old('b:2')], 'example.com/v3') as { readonly response: unknown };
    const converted = (host: string, port: number) => ({
      apiVersion: 'example.com/v3',
      kind: 'Route',
      metadata: METADATA,
      spec: { target: { host, port } },
    });
    expect(JSON.parse(JSON.stringify(response))).toEqual({
      uid: 'q',
      result: { status: 'Success' },
      convertedObjects: [converted('a', 1), converted('b', 2)],
    });
  });

  it('says what went wrong with one of them, and tells it to who keeps the log', () => {
    expect(answerTo([old('a:1'), old('b')], 'example.com/v2')).toMatchObject(failed('"b" has no port'));
    expect(failures).toEqual([new Error('"b" has no port')]);
  });

  it.each([
    ['a version', [old('a:1')], 'example.com/v9', 'no conversion of "Route" leads from "example.com/v1" to "example.com/v9"'],
    ['a group', [old('a:1')], 'other.com/v2', 'no conversion of "Route" leads from "example.com/v1" to "other.com/v2"'],
    ['a kind', [old('a:1', { kind: 'Road' })], 'example.com/v2', 'no conversion of "Road" leads from "example.com/v1" to "example.com/v2"'],
  ])('says so where nobody converts such %s', (_, objects, wanted, message) => {
    expect(answerTo(objects, wanted)).toMatchObject(failed(message));
    expect(failures).toEqual([]);
  });
});

describe('the steps between versions', () => {
  it('go over those between, up and down, and are none for the same version', () => {
    expect(pathTo(routeConversions, 'v1', 'v3')?.length).toBe(2);
    expect(pathTo(routeConversions, 'v3', 'v1')?.length).toBe(2);
    expect(pathTo(routeConversions, 'v2', 'v2')).toEqual([]);
    expect(pathTo(routeConversions, 'v1', 'v4')).toBeUndefined();
  });
});
