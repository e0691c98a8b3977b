import { describe, expect, it } from '@jest/globals';
import { targetOf } from '../../../../../local/api-server/http/understand/target.ts';

const target = (method: string, path: string) => {
  const [pathname = '', query = ''] = path.split('?');
  return targetOf(method, pathname, new URLSearchParams(query));
};
const resource = (fields: object) => ({ kind: 'resource', group: '', version: 'v1', ...fields });

describe('the target of a request', () => {
  it.each([
    ['GET', '/api/v1/pods', resource({ verb: 'list', plural: 'pods' })],
    ['GET', '/api/v1/pods?watch=true', resource({ verb: 'watch', plural: 'pods' })],
    ['GET', '/api/v1/pods?watch=false', resource({ verb: 'list', plural: 'pods' })],
    ['GET', '/api/v1/namespaces/n/pods/p?watch=1', resource({ verb: 'get', plural: 'pods', namespace: 'n', name: 'p' })],
    ['POST', '/apis/apps/v1/namespaces/n/deployments', resource({ verb: 'create', group: 'apps', plural: 'deployments', namespace: 'n' })],
    ['DELETE', '/api/v1/namespaces/n/pods', resource({ verb: 'deletecollection', plural: 'pods', namespace: 'n' })],
    [
      'PATCH',
      '/api/v1/namespaces/n/pods/p/status',
      resource({ verb: 'patch', plural: 'pods', namespace: 'n', name: 'p', subresource: 'status' }),
    ],
    ['GET', '/api/v1/namespaces/n', resource({ verb: 'get', plural: 'namespaces', name: 'n' })],
    ['PUT', '/api/v1/namespaces/n/finalize', resource({ verb: 'update', plural: 'namespaces', name: 'n', subresource: 'finalize' })],
    [
      'GET',
      '/api/v1/namespaces/n/pods/p:80/proxy/books/1',
      resource({ verb: 'get', plural: 'pods', namespace: 'n', name: 'p:80', subresource: 'proxy', rest: '/books/1' }),
    ],
    ['GET', '/api/v1/namespaces/n/configmaps/a%2eb', resource({ verb: 'get', plural: 'configmaps', namespace: 'n', name: 'a.b' })],
    ['GET', '/apis/apps/v1', { kind: 'path', path: '/apis/apps/v1', verb: 'get' }],
    ['GET', '/version', { kind: 'path', path: '/version', verb: 'get' }],
    ['GET', '/api/v1/namespaces/n/pods/p/status/more', { kind: 'path', path: '/api/v1/namespaces/n/pods/p/status/more', verb: 'get' }],
    ['OPTIONS', '/api/v1/pods', { kind: 'path', path: '/api/v1/pods', verb: 'options' }],
  ])('%s %s', (method, path, expected) => expect(target(method, path)).toEqual(expected));
});
