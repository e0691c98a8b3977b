import { describe, expect, it } from '@jest/globals';
import { portsOf } from '../../../../local/node/pods/ports.ts';
import { PORTS_ANNOTATION } from '../../../../model/keys.ts';

const ports = (text: string) => [...portsOf({ metadata: { annotations: { [PORTS_ANNOTATION]: text } } })];

describe('the ports of a pod', () => {
  it('are what its annotation says', () => expect(ports('{"8080":40001}')).toEqual([[8080, 40001]]));
  it.each(['', 'null', '[1]', '{', '"x"', '{"80":70000}', '{"80":"a"}', '{"80":0}', '{"x":1}'])('are none where that is %s', (text) =>
    expect(ports(text)).toEqual([]),
  );
});
