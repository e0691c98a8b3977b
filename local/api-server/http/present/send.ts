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
  const bytes = answer.bytes ?? Buffer.from(text);
  if (!request.complete) takeRest(request, response);
  if (warnings.length > 0) response.setHeader('warning', warningHeaders(warnings));
  response.writeHead(answer.code, {
    'content-type': isYaml ? 'application/yaml' : answer.contentType,
    'cache-control': 'no-cache, private',
    'content-length': bytes.length,
    ...answer.headers,
  });
  response.end(bytes);
}

const wantsPretty = (query: URLSearchParams, userAgent: string): boolean =>
  query.has('pretty') ? !['false', '0'].includes(query.get('pretty') ?? '') : /^(curl|Wget|Mozilla\/5\.0)/.test(userAgent);

/** Hardly anybody asks for YAML, so that its library is loaded by those who do. */
async function inYaml(text: string): Promise<string> {
  const { dump } = await import('js-yaml');
  return dump(JSON.parse(text), { lineWidth: -1, noRefs: true });
}
