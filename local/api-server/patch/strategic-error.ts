import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { badRequest, StatusError } from '../contracts/status-error.ts';
import { goFormat } from './go-format.ts';

/** Refusals of strategic merge patch: the real server answers most of them with 500 and a bare sentence. */
const bare = (message: string): StatusError => new StatusError(500, undefined, message);

export const badPatchType = (directive: Json | undefined, patch: JsonObject): StatusError =>
  bare(`unknown patch type: ${goFormat(directive)} in map: ${goFormat(patch)}`);
export const noMergeKey = (item: JsonObject, key: string): StatusError =>
  bare(`map: ${goFormat(item)} does not contain declared merge key: ${key}`);
export const mergingLists = (): StatusError => bare('merging lists cannot yet be specified in the patch');
export const mixedList = (lists: readonly (readonly Json[])[]): StatusError =>
  bare(`list element types are not identical: ${goFormat(lists)}`);
export const emptyLists = (): StatusError => bare('no elements in any of the given slices');
export const listWithoutKey = (): StatusError => bare('cannot merge lists without merge key');
export const notAMap = (at: number): StatusError => bare(`value for key ${at} is not a map`);
export const badArgument = (expected: string, received: string): StatusError => bare(`expected a ${expected}, but received a ${received}`);
export const unknownField = (field: string): StatusError =>
  bare(`unable to find api field in struct for the json field ${JSON.stringify(field)}`);
export const wrongOrder = (patch: readonly Json[], order: readonly Json[]): StatusError =>
  bare(`The order in patch list:\n${goFormat(patch)}\n doesn't match $setElementOrder list:\n${goFormat(order)}\n`);

export const badRetainKeys = (): StatusError => badRequest('invalid patch format of retainKeys');
export const listOfLists = (): StatusError =>
  new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
