import { describe, expect, it } from '@jest/globals';
import { columns } from '../../../ground/text/columns.ts';

const ROWS = [
  ['NAME', 'READY', 'GOODS'],
  ['north-mill', '1/1', ''],
  ['mill', '0/1', 'flour 3'],
];

describe('columns', () => {
  it('stand below each other, with nothing after the last', () =>
    expect(columns(ROWS)).toEqual(['NAME         READY   GOODS', 'north-mill   1/1', 'mill         0/1     flour 3']));

  it('stand as far apart as was asked for', () => expect(columns([['a', 'b']], '  ')).toEqual(['a  b']));

  it('are none where there are no rows', () => expect(columns([])).toEqual([]));
});
