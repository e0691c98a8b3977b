import type { PostReply } from './post.ts';

const SAID: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  406: 'the server was unable to respond with a content type that the client supports',
  409: 'the server reported a conflict',
  415: 'the server was unable to process the request because it used an unsupported media type',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};

/** What Kubernetes' client makes of an answer that is not a success: only plain text is told as it is. */
export function serverSaid({ code, mediaType, text: sent }: PostReply): string {
  const text = mediaType === '' || mediaType.startsWith('text/') ? sent.trim() : 'unknown';
  if (code === 403) return text;
  const said = SAID[code];
  if (said !== undefined) return said;
  if (code >= 500) return `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`;
  return `the server responded with the status code ${code} but did not return more information`;
}
