import { describe, expect, it } from '@jest/globals';
import { listenedPorts, listenVariables, portsOf } from '../../../../local/node/pods/ports.ts';
import { PORTS_ANNOTATION } from '../../../../model/keys.ts';

const ports = (text: string) => [...portsOf({ metadata: { annotations: { [PORTS_ANNOTATION]: text } } })];

describe('the ports of a pod', () => {
  it('are what its annotation says', () => expect(ports('{"8080":40001}')).toEqual([[8080, 40001]]));
  it.each(['', 'null', '[1]', '{', '"x"', '{"80":70000}', '{"80":"a"}', '{"80":0}', '{"x":1}'])('are none where that is %s', (text) =>
    expect(ports(text)).toEqual([]),
  );
});

describe('what a container listens on', () => {
  const listened = (container: object) => listenedPorts({ name: 'c', ...container }).map(({ containerPort }) => containerPort);
  it.each([
    ['what it declares', { ports: [{ containerPort: 9090 }, { containerPort: 80 }] }, [9090, 80]],
    ['what its probes ask', { readinessProbe: { httpGet: { port: 7000 } }, livenessProbe: { tcpSocket: { port: 7001 } } }, [7000, 7001]],
    [
      'what it declares, and once what its probes ask too',
      { ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } },
      [80],
    ],
    [
      'what it declares, where probes ask by name',
      { ports: [{ containerPort: 80, name: 'http' }], readinessProbe: { httpGet: { port: 'http' } } },
      [80],
    ],
    ['8080, where nobody says', {}, [8080]],
  ])('is %s', (_, container, expected) => expect(listened(container)).toEqual(expected));
});

describe('where a process is to listen', () => {
  const place = {
    ip: '127.0.0.1',
    ports: new Map([
      [9090, 40001],
      [8080, 40002],
    ]),
  };
  it('is said of its first port, and of each further one that has a name', () =>
    expect(
      listenVariables(
        [
          { name: 'http', containerPort: 9090 },
          { name: 'page', containerPort: 8080 },
        ],
        place,
      ),
    ).toEqual({
      PORT: '40001',
      HTTP_ADDR: '127.0.0.1:40001',
      PAGE_ADDR: '127.0.0.1:40002',
    }));
  it('is not said where it has no ports', () => expect(listenVariables([], place)).toEqual({}));
});
