import type { Accepted } from '../understand/accept.ts';
import type { Arrival } from '../understand/arrival.ts';
import type { Answer } from './answer.ts';
import { takeRest } from './take-rest.ts';
import { warningHeaders } from './warning.ts';

/** Sends an answer, unless the client has gone or has been answered. */
export async function send({ request, response, query, warnings }: Arrival, answer: Answer, format: Accepted['format']): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  const isJson = answer.contentType === 'application/json';
  const isYaml = isJson && format === 'yaml';
  const text = isYaml
    ? await inYaml(answer.text)
    : isJson && wantsPretty(query, request.headers['user-agent'] ?? '')
      ? JSON.stringify(JSON.parse(answer.text), undefined, 2)
      : answer.text;
  // Node writes a text and its head in one piece, a tenth of an answer cheaper; but all of it in UTF-8, which warnings are in already.
  const body = answer.bytes ?? (warnings.length > 0 ? Buffer.from(text) : text);
  if (!request.complete) takeRest(request, response);
  if (warnings.length > 0) response.setHeader('warning', warningHeaders(warnings));
  response.writeHead(answer.code, {
    'content-type': isYaml ? 'application/yaml' : answer.contentType,
    'cache-control': 'no-cache, private',
    'content-length': Buffer.byteLength(body),
    ...answer.headers,
  });
  response.end(body);
}

const wantsPretty = (query: URLSearchParams, userAgent: string): boolean =>
  query.has('pretty') ? !['false', '0'].includes(query.get('pretty') ?? '') : /^(curl|Wget|Mozilla\/5\.0)/.test(userAgent);

/** Hardly anybody asks for YAML, so that its library is loaded by those who do. */
async function inYaml(text: string): Promise<string> {
  const { dump } = await import('js-yaml');
  return dump(JSON.parse(text), { lineWidth: -1, noRefs: true });
}
