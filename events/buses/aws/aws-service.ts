import type { Dispatcher } from 'undici';
import { BusError, type BusContext } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import type { Renewed } from '../renewed.ts';
import { awsErrorOf } from './aws-error.ts';
import { signed, type AwsKeys, type AwsRequest, type AwsScope } from './sign.ts';

/** A service of AWS: asks it, and answers the body of what it says; rejects with AwsError where it does not do it. */
export type AwsService = (request: Omit<AwsRequest, 'url'>, signal: AbortSignal) => Promise<string>;

export interface AwsServiceSettings extends AwsScope {
  readonly url: URL;
  readonly keys: Renewed<AwsKeys>;
  readonly dispatcher: Dispatcher;
}

export function createAwsService({ url, keys, dispatcher, ...scope }: AwsServiceSettings): AwsService {
  return async ({ headers, body }, signal) => {
    const request = { url, headers, body };
    const answer = await post(dispatcher, { ...request, headers: signed(request, await keys.get(), scope, new Date()) }, signal);
    // Perhaps they were taken back, and there are others by now.
    if (answer.status === 403) keys.drop();
    if (answer.status !== 200) throw awsErrorOf(answer.status, answer.text);
    return answer.text;
  };
}

export async function post(
  dispatcher: Dispatcher,
  { url, headers, body }: AwsRequest,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const request = { origin: url.origin, path: url.pathname, method: 'POST', headers, body, signal } as const;
  const { statusCode: status, body: answer } = await dispatcher.request(request);
  return { status, text: await answer.text() };
}

/** Where a service is: AWS_ENDPOINT_URL_SQS or AWS_ENDPOINT_URL, or else where AWS has it. */
export function endpointOf({ url, env }: BusContext, service: string, usual: string): URL {
  const name = [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'].find((variable) => (env[variable] ?? '') !== '');
  const endpoint = URL.parse(name === undefined ? usual : (env[name] ?? ''));
  if (endpoint !== null && /^https?:$/.test(endpoint.protocol)) return endpoint;
  throw new BusError(`${titleOf(url)}: ${name} is not the URL of a server: give one such as https://host:4566`);
}

/** `?region=`, AWS_REGION, AWS_DEFAULT_REGION, or the one that the address itself names. */
export function regionOf({ url, env }: BusContext, named: string | undefined): string {
  const given = [url.searchParams.get('region'), env['AWS_REGION'], env['AWS_DEFAULT_REGION'], named];
  const region = given.find((one) => one !== undefined && one !== null && one !== '');
  if (region === undefined || region === null)
    throw new BusError(`${titleOf(url)} names no region: give one, ?region=eu-central-1, or set AWS_REGION`);
  return region;
}

/** The name that AWS's servers have in a region. */
export const usualHost = (service: string, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
