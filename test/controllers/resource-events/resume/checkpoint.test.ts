import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../../../controllers/resource-events/resume/checkpoint.ts';

const checkpoint: Checkpoint = {
  clusterId: 'east',
  resources: new Map([
    ['pods', { version: '120', selection: 'aaaaaaaa' }],
    ['deployments.apps', { version: '118', selection: 'bbbb-_bb' }],
  ]),
};

describe('a checkpoint', () => {
  it('is text with one line per resource, in order', () =>
    expect(writeCheckpoint(checkpoint)).toEqual({
      format: '1',
      cluster: 'east',
      resources: 'deployments.apps 118 bbbb-_bb\npods 120 aaaaaaaa',
    }));

  it('is read as it was written', () =>
    expect(readCheckpoint(writeCheckpoint(checkpoint), 'east')).toEqual({ found: 'checkpoint', checkpoint }));

  it('may be empty', () => {
    const empty = { clusterId: '', resources: new Map() };
    expect(readCheckpoint(writeCheckpoint(empty), '')).toEqual({ found: 'checkpoint', checkpoint: empty });
  });

  it.each([undefined, {}])('is nothing where nothing was written: %j', (data) =>
    expect(readCheckpoint(data, 'east')).toEqual({ found: 'nothing' }),
  );

  it.each([
    [{ format: '2', cluster: 'x' }, 'it is of format 2, which a newer civ8s wrote: run that one, or delete the ConfigMap', true],
    [{ ...writeCheckpoint(checkpoint), cluster: 'west' }, 'it is of the cluster "west", and this is "east"', false],
    [{ format: '1' }, 'it is damaged: a field is missing, or is not what it was', false],
    [{ ...writeCheckpoint(checkpoint), format: 'one' }, 'it is damaged: a field is missing, or is not what it was', false],
    [{ ...writeCheckpoint(checkpoint), resources: 'pods 1 a\npods' }, 'it is damaged: its line 2 is not a resource and its version', false],
    [
      { ...writeCheckpoint(checkpoint), resources: 'pods 1 a\npods 2 a' },
      'it is damaged: its line 2 is not a resource and its version',
      false,
    ],
    [{ ...writeCheckpoint(checkpoint), resources: 'x'.repeat(900_001) }, 'it is damaged: it is longer than 900000 characters', false],
  ])('counts as none, and says why: %#', (data, why, keep) =>
    expect(readCheckpoint(data, 'east')).toEqual({ found: 'problem', why, keep }),
  );

  it('takes anything that a ConfigMap may hold', () =>
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('format', 'cluster', 'resources', 'other'), fc.oneof(fc.string(), fc.constant('1'))),
        (data) => {
          expect(['checkpoint', 'nothing', 'problem']).toContain(readCheckpoint(data, '1').found);
        },
      ),
    ));
});
