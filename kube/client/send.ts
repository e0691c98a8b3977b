import { ApiError } from '../errors/api-error.ts';
import type { RawRequest, JsonReading } from './client.ts';
import { textOf, type HttpAttempt } from './exchange.ts';
import { parseObject } from './parse-object.ts';
import { keyOfName, resourceTitle, type KubeObject, type ObjectName, type Resource } from '../objects/resource.ts';
import type { Transport } from './transport.ts';

/** Sends a request and decodes the whole of its JSON answer, which is an object. */
export type Send = <T extends object>(attempt: string, request: RequestAbout, how?: SendOptions) => Promise<T>;

/** A request, and what it is about, where that is a resource: its 404 may say that the cluster has none such. */
export type RequestAbout = RawRequest & Pick<HttpAttempt, 'about'>;

interface SendOptions extends JsonReading {
  readonly retry?: boolean;
}

export const createSend =
  (transport: Transport): Send =>
  async <T extends object>(attempt: string, request: RequestAbout, { retry, parseJson }: SendOptions = {}) => {
    const { body } = await transport({ ...request, retry, attempt, use: 'request' });
    return parseObject(decodeJson(await textOf(body, attempt), attempt, parseJson), attempt) as T;
  };

/** Throws ApiError `malformed` for what is not JSON. */
export function decodeJson(text: string, attempt: string, parseJson: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ApiError('malformed', `could not ${attempt}: the answer is not valid JSON; check that the kubeconfig names an API server`, {
      cause,
    });
  }
}

/** `get status of deployments.apps kingdom-of-foobar/stoneworker` */
export const describeAttempt = (verb: string, resource: Resource<KubeObject>, name: ObjectName, subresource?: string): string =>
  `${verb} ${subresource === undefined ? '' : `${subresource} of `}${resourceTitle(resource)} ${keyOfName(name)}`;

/** `list pods in kingdom-of-foobar` */
export const describeCollection = (verb: string, resource: Resource<KubeObject>, namespace?: string): string =>
  `${verb} ${resourceTitle(resource)}${namespace === undefined || namespace === '' ? '' : ` in ${namespace}`}`;
