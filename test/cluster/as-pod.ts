import { kubectl } from './run-program.ts';

/** Run inside the pod, by the Node of its image: a request with the token that the pod was given. */
const ASK = `
const { readFileSync } = require('node:fs');
const [method, path, body] = process.argv.slice(1);
const account = (name) => readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/' + name, 'utf8');
const headers = { authorization: 'Bearer ' + account('token'), 'content-type': 'application/merge-patch+json' };
const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
require('node:https').request({ host, port, path, method, headers, ca: account('ca.crt') }, (answer) => {
  let text = '';
  answer.on('data', (piece) => { text += piece; });
  answer.on('end', () => console.log(JSON.stringify({ status: answer.statusCode, message: JSON.parse(text).message })));
}).end(body);
`;

export interface PodAnswer {
  readonly status: number;
  readonly message?: string;
}

/** What the API server answers a pod that asks with its own token. */
export async function asPod(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  method: string,
  path: string,
  body?: object,
): Promise<PodAnswer> {
  const request = [method, path, ...(body === undefined ? [] : [JSON.stringify(body)])];
  return JSON.parse(await kubectl('exec', '-n', namespace, name, '--', '/usr/local/bin/node', '-e', ASK, ...request)) as PodAnswer;
}
