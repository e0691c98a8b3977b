import { isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, invalidValue, notSupported, required } from './cause.ts';
import { portName, portNumber } from './names.ts';
import { nonNegative } from './numbers.ts';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'] as const;
const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** A port by number or by name. */
export function portCauses(port: Json | undefined, field: string): readonly FailureCause[] {
  const problems = typeof port === 'string' ? portName(port) : portNumber(typeof port === 'number' ? port : 0);
  return problems.map((problem) => invalidValue(field, port ?? 0, problem));
}

/** Exactly one way to ask. */
export function handlerCauses(handler: JsonObject, path: string): FailureCause[] {
  const given = HANDLERS.filter((name) => objectAt(handler, name));
  if (given.length === 0) return [required(path, 'must specify a handler type')];
  return given.flatMap((name, at) =>
    at > 0
      ? [forbidden(`${path}.${name}`, 'may not specify more than 1 handler type')]
      : oneHandler(name, objectAt(handler, name) ?? {}, `${path}.${name}`),
  );
}

function oneHandler(name: (typeof HANDLERS)[number], handler: JsonObject, path: string): readonly FailureCause[] {
  switch (name) {
    case 'exec':
      return isList(handler['command'] ?? null) && listAt(handler, 'command').length > 0 ? [] : [required(`${path}.command`)];
    case 'httpGet':
      return [
        ...(textAt(handler, 'path') === '' ? [required(`${path}.path`)] : []),
        ...portCauses(handler['port'], `${path}.port`),
        ...(['HTTP', 'HTTPS'].includes(textAt(handler, 'scheme'))
          ? []
          : [notSupported(`${path}.scheme`, textAt(handler, 'scheme'), ['HTTP', 'HTTPS'])]),
      ];
    case 'tcpSocket':
      return portCauses(handler['port'], `${path}.port`);
    case 'grpc':
      return portNumber(numberAt(handler, 'port') ?? 0).map((problem) =>
        invalidValue(`${path}.port`, numberAt(handler, 'port') ?? 0, problem),
      );
  }
}

/** A probe; of liveness and startup one success is enough. */
export function probeCauses(probe: JsonObject | undefined, path: string, once: boolean): readonly FailureCause[] {
  if (!probe) return [];
  const successes = numberAt(probe, 'successThreshold') ?? 1;
  return [
    ...handlerCauses(probe, path),
    ...nonNegative(probe, path, ...COUNTS),
    ...(once && successes !== 1 ? [invalidValue(`${path}.successThreshold`, successes, 'must be 1')] : []),
  ];
}
