import { connect } from 'node:net';
import { nodeHttp } from '../../../ground/node-http.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';

type Container = NonNullable<Pod['spec']>['containers'][number];
export type ProbeSpec = NonNullable<Container['readinessProbe']>;

export interface ProbeTarget {
  readonly host: string;
  /** Where a port of the container is on this machine. */
  port(containerPort: number | string): number | undefined;
}

export type ProbeResult = { readonly answered: true } | { readonly answered: false; readonly why: string };

/** Asks once. Never throws: a path or a header that no request can carry is an answer that did not come. */
export async function probe(spec: ProbeSpec, target: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  try {
    return await ask(spec, target, timeoutMs);
  } catch (error) {
    return { answered: false, why: error instanceof Error ? error.message : String(error) };
  }
}

function ask(spec: ProbeSpec, target: ProbeTarget, timeoutMs: number): Promise<ProbeResult> {
  const to = spec.httpGet ?? spec.tcpSocket;
  if (to === undefined) return Promise.resolve({ answered: false, why: 'only httpGet and tcpSocket probes are supported here' });
  const port = target.port(to.port);
  if (port === undefined) return Promise.resolve({ answered: false, why: `port ${to.port} is not one of the container's ports` });
  return spec.httpGet ? overHttp(spec.httpGet, target.host, port, timeoutMs) : overTcp(target.host, port, timeoutMs);
}

function overHttp(
  { path = '/', httpHeaders = [] }: NonNullable<ProbeSpec['httpGet']>,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const headers = {
      'user-agent': 'kube-probe/civ8s',
      connection: 'close',
      ...Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value])),
    };
    const request = nodeHttp.get({ host, port, path, headers, agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      resolve(
        statusCode >= 200 && statusCode < 400
          ? { answered: true }
          : { answered: false, why: `HTTP probe failed with statuscode: ${statusCode}` },
      );
    });
    request.on('error', (error) =>
      resolve({
        answered: false,
        why: error.name === 'TimeoutError' || error.name === 'AbortError' ? `no answer within ${timeoutMs} ms` : error.message,
      }),
    );
  });
}

function overTcp(host: string, port: number, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (result: ProbeResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end({ answered: true }));
    socket.once('timeout', () => end({ answered: false, why: `no connection within ${timeoutMs} ms` }));
    socket.once('error', (error) => end({ answered: false, why: error.message }));
  });
}
