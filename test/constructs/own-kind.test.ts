import { describe, expect, it } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import { z } from 'zod';
import { KindDefinition, OwnKind } from '../../constructs/own-kind.ts';
import { kind } from '../../kinds/kind.ts';

const Website = kind({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  spec: z.object({ html: z.string(), replicas: z.int().default(1) }),
});

describe('a kind in a chart', () => {
  it('is its definition, and objects of it', () => {
    const chart = new Chart(new App(), 'test');
    new KindDefinition(chart, 'website', Website);
    new OwnKind(chart, 'hello', Website, { metadata: { name: 'hello' }, spec: { html: 'Hello' } });
    expect(Testing.synth(chart)).toEqual([
      Website.definition(),
      { apiVersion: 'example.com/v1', kind: 'Website', metadata: { name: 'hello' }, spec: { html: 'Hello' } },
    ]);
  });

  it('says at synth what is wrong with an object', () => {
    const app = new App();
    new OwnKind(new Chart(app, 'shop'), 'hello', Website, { spec: { replicas: 1.5 } });
    expect(() => app.synth()).toThrow(/spec\.html: .*\n.*spec\.replicas: /);
  });
});
