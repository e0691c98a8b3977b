import { textOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, required } from './cause.ts';
import { dnsSubdomain, portNumber } from './names.ts';

/** What is wrong with where a webhook is to be reached: an address or a service, and not both. */
export function webhookClientCauses(config: JsonObject | undefined, path: string): readonly FailureCause[] {
  const service = objectAt(config, 'service');
  const url = textOrEmpty(config?.['url']);
  const hasUrl = typeof config?.['url'] === 'string';
  if (hasUrl === (service !== undefined)) return [required(path, 'exactly one of url or service is required')];
  return service ? serviceCauses(service, `${path}.service`) : urlCauses(url, `${path}.url`);
}

const FORM = '; desired format: https://host[/path]';
const PARTS = /^(?:([a-zA-Z][-+.a-zA-Z0-9]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s;

function urlCauses(url: string, path: string): readonly FailureCause[] {
  const [, scheme = '', authority = '', query = '', fragment = ''] = PARTS.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const odd = /[^-\w.:[\]%~!$&'()*+,;=]/.exec(host)?.[0];
  if (odd !== undefined) {
    const why = `parse ${JSON.stringify(url)}: invalid character ${JSON.stringify(odd)} in host name`;
    return [required(path, `url must be a valid URL: ${why}${FORM}`)];
  }
  return [
    ...(scheme === 'https' ? [] : [invalidValue(path, scheme, `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalidValue(path, host, `host must be specified${FORM}`)] : []),
    ...(at === -1 ? [] : [invalidValue(path, authority.slice(0, at), 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [invalidValue(path, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [invalidValue(path, query, 'query parameters are not permitted in the URL')]),
  ];
}

function serviceCauses(service: JsonObject, path: string): readonly FailureCause[] {
  const port = numberAt(service, 'port') ?? 443;
  return [
    // The real server has these two the wrong way round.
    ...(textAt(service, 'name') === '' ? [required(`${path}.namespace`)] : []),
    ...(textAt(service, 'namespace') === '' ? [required(`${path}.name`)] : []),
    ...portNumber(port).map((problem) => invalidValue(`${path}.port`, port, `port is not valid: ${problem}`)),
    ...pathCauses(textAt(service, 'path'), `${path}.path`),
  ];
}

function pathCauses(path: string, field: string): readonly FailureCause[] {
  if (path === '' || path === '/') return [];
  if (path === '//') return [invalidValue(field, path, 'segment[0] may not be empty')];
  const steps = path.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(path.startsWith('/') ? [] : [invalidValue(field, path, "must start with a '/'")]),
    ...steps.flatMap((step, at) =>
      step === ''
        ? [invalidValue(field, path, `segment[${at}] may not be empty`)]
        : dnsSubdomain(step).map((problem) => invalidValue(field, path, `segment[${at}]: ${problem}`)),
    ),
  ];
}
