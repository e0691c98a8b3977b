import { describe, expect, it } from '@jest/globals';
import { ConfigMap, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { renderChildren } from '../../constructs/render-children.ts';

class Page extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ConfigMap(this, 'html', { data: { 'index.html': 'Hello' } });
    new k8s.KubeService(this, 'service', { metadata: { name: 'page' }, spec: { ports: [{ port: 80 }] } });
  }
}
const render = () => renderChildren({ metadata: { namespace: 'shop', name: 'hello' } }, (scope) => void new Page(scope, 'page'));

describe('constructs as children', () => {
  it('are named after their owner, without a hash, and are in its namespace', () =>
    expect(render().map(({ kind, metadata }) => [kind, metadata?.namespace, metadata?.name])).toEqual([
      ['ConfigMap', 'shop', 'hello-page-html'],
      ['Service', 'shop', 'page'],
    ]));

  it('are the same each time', () => expect(JSON.stringify(render())).toBe(JSON.stringify(render())));
});
