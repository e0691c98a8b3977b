import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment, Pod } from '../../../kube/objects/built-in.ts';
import { KINDS_FOLDER, kindTypes } from '../../../scripts/kinds/kind-types.ts';

describe('the types of kinds', () => {
  it('are what scripts/write-kinds.ts writes', () =>
    expect(new Map(readdirSync(KINDS_FOLDER).map((file) => [file, readFileSync(join(KINDS_FOLDER, file), 'utf8')]))).toEqual(kindTypes()));

  it('have fields as the API server writes them: times are texts, what it requires is there, and nothing can be written to', () => {
    const pod: Pod = { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { containers: [] } };
    // @ts-expect-error the server wants a selector and a template
    const deployment: Deployment = { spec: {} };
    // @ts-expect-error a store hands it out to all
    const write = () => (pod.kind = 'Pod');
    expect([write(), deployment.spec]).toEqual(['Pod', {}]);
  });
});
