import { ApiError } from '../../kube/errors/api-error.ts';
import { messageOf } from '../../ground/text/message-of.ts';

/** Why a request came to nothing, as Kubernetes' own controllers tell it: in the server's words, without a word of ours. */
export const refusalText = (error: unknown): string => (ApiError.is(error) ? (error.said ?? error.message) : messageOf(error));

/** Nothing new can be made in a namespace that is going, which is nothing to tell of. */
export const isNamespaceGoing = (error: unknown): boolean =>
  ApiError.is(error) && error.causes.some(({ reason }) => reason === 'NamespaceTerminating');
