import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { followGoods } from '../../docs/examples/goods.ts';
import { receiver } from '../../docs/examples/receiver.ts';
import { openBus } from '../../events/buses/open-bus.ts';
import { encoderFor } from '../../events/formats/format.ts';
import type { ResourceChange } from '../../events/resource-change.ts';
import { change, deleted, state } from '../events/changes.ts';

const page = readFileSync('docs/resource-events.md', 'utf8');

async function publish(url: string, ...changes: readonly ResourceChange[]): Promise<void> {
  const bus = await openBus(url, { env: {}, tell: () => undefined });
  const messages = changes.flatMap((one) => encoderFor({ format: 'cloudevents' })(one) ?? []);
  for (const message of messages) expect(await bus.publish([message], AbortSignal.timeout(20_000))).toEqual([{ how: 'confirmed' }]);
  await bus.close();
}

describe('docs/resource-events.md', () => {
  it.each(['goods', 'receiver'])('shows the example %s as it runs', (name) => {
    const shown = page.split(`<!-- docs/examples/${name}.ts -->\n\`\`\`ts\n`)[1]?.split('```')[0];
    expect(shown).toBe(readFileSync(`docs/examples/${name}.ts`, 'utf8'));
  });

  it('follows the goods of a realm', async () => {
    const pod = (wood: string) =>
      state({ kind: 'Pod', metadata: { labels: { shop: 'mill' }, annotations: { 'goods.civ8s.dev/wood': wood, other: wood } } });
    const resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
    const stop = new AbortController();
    const lines: string[] = [];
    const say = (line: string) => {
      if (lines.push(line) === 2) stop.abort();
    };
    const following = followGoods('mem://docs', say, { signal: stop.signal });
    await publish(
      'mem://docs',
      change(),
      change({ id: 'a', key: 'k', resource, then: undefined, now: pod('10') }),
      change({ id: 'b', key: 'k', resource, then: pod('10'), now: pod('10') }),
      change({ id: 'c', key: 'k', resource, then: pod('10'), now: pod('7') }),
    );
    await following;
    expect(lines).toEqual(['2026-09-21T10:07:28.250Z north/mill: 0 -> 10 wood', '2026-09-21T10:07:28.250Z north/mill: 10 -> 7 wood']);
  });

  it('receives what is posted', async () => {
    const lines: string[] = [];
    const server = createServer(receiver((line) => void lines.push(line))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await publish(`http://127.0.0.1:${(server.address() as AddressInfo).port}/events`, change(), deleted({ id: 'b' }));
      expect(lines).toEqual(['Deployment mill is gone']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
