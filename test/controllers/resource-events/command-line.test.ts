import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flags } from '../../../controllers/resource-events/flags.ts';
import { resourceEvents } from '../../../controllers/resource-events/resource-events.ts';
import { parseFlags } from '../../../controllers/runtime/flags/flags.ts';
import { runtimeFlags } from '../../../controllers/runtime/flags/runtime-flags.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { startAgent } from './agent.ts';
import { createWorld, type AgentWorld } from './world.ts';

let server: ApiServer;
let world: AgentWorld;
const folder = mkdtempSync(join(tmpdir(), 'civ8s-events-flags-'));
beforeAll(async () => {
  server = await startApiServer({ defaultAccounts: false });
  world = await createWorld(server.kubeconfig);
});
afterAll(async () => {
  await world.end();
  await server.stop();
  rmSync(folder, { recursive: true });
});
const settingsOf = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  parseFlags({ ...runtimeFlags, ...flags }, { args, env });

describe('the command line', () => {
  it("takes kollect's flags and variables, also as Go writes them", () => {
    const env = { CLUSTER_ID: 'east', EVENT_WRITER_URL: 'nats://changes', NAMESPACE: 'shop' };
    expect(settingsOf([], env)).toMatchObject({ 'cluster-id': 'east', 'event-writer-url': 'nats://changes', namespace: ['shop'] });
    const args = ['-kube-config', '/k', '--wait-for-sync', 'false', '-cluster-id=west', '--namespace', ''];
    expect(settingsOf(args, env)).toMatchObject({ kubeconfig: '/k', 'wait-for-sync': false, 'cluster-id': 'west', namespace: [] });
    expect(settingsOf(['--wait-for-sync', '--cluster-id', 'west'])).toMatchObject({ 'wait-for-sync': true, 'cluster-id': 'west' });
  });

  it('names Lease and checkpoint after the instance', () =>
    expect(resourceEvents.instance?.(settingsOf(['--instance=audit']))).toBe('audit'));

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const broken = file('broken.yaml', '- resources: [pods]\n  sampel: 0.1\n- resources: [pods]\n  sample: 2\n');
  it.each<readonly [string, readonly string[], string | RegExp]>([
    ['no bus', [], '--event-writer-url is missing: say where changes go, such as nats://changes, or set EVENT_WRITER_URL'],
    [
      'a bus without a scheme',
      ['--event-writer-url=changes'],
      /^--event-writer-url: the bus URL has no scheme: give one of .*mem:\/\/name/,
    ],
    [
      'a bus of an unknown kind',
      ['--event-writer-url=nat://changes'],
      /^--event-writer-url: no bus has the scheme nat:, perhaps nats: was meant; /,
    ],
    ['a bus without its server', ['--event-writer-url=kafka://changes'], /^--event-writer-url: .*KAFKA_BROKERS/],
    ['a bad cluster id', ['--cluster-id=a/b'], '--cluster-id is "a/b": it has at most 63 characters, and no "/"'],
    ['a bad include', ['--include=Pods'], '--include: "Pods" does not name resources: write deployments.apps, pods, *.batch or *'],
    ['too little room', ['--outbox-bytes=12'], '--outbox-bytes is "12": it is an amount of memory such as 64Mi, and at least 1Mi'],
    [
      'two places at once',
      ['--namespace=a', '--namespaces-to-ignore=b'],
      /^--namespaces-to-ignore and --namespace-selector have no meaning/,
    ],
    ['a bad address', ['--kollect-addr=8081'], '--kollect-addr is "8081": it is host:port, or :port for all addresses'],
    ['rules that are not there', [`--rules=${join(folder, 'none')}`], /^--rules: cannot read .*none: .*; give a file of rules/],
    [
      'rules with problems, all at once',
      [`--rules=${broken}`],
      /^--rules: .*broken.yaml cannot be used:\n {2}\[0\]\.sampel: .*\n {2}\[1\]\.sample: /,
    ],
  ])('with %s ends at once, with 1 and what to do', async (_, args, message) => {
    const usual = args.length === 0 || args.some((arg) => arg.startsWith('--event-writer-url')) ? [] : [`--event-writer-url=${world.bus}`];
    const agent = startAgent({ kubeconfig: world.kubeconfig, args: [...usual, ...args] });
    expect(await agent.ended).toBe(1);
    const said = agent.errors.join('').replace('civ controller resource-events: ', '').trimEnd();
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });
});

describe("kollect's paths", () => {
  it('answer as its probes and its Prometheus expect', async () => {
    const agent = world.start('--kollect-addr=127.0.0.1:0', '--leader-elect=false');
    await agent.ready();
    const { port } = await agent.logged("kollect's paths are served");
    const get = async (path: string): Promise<readonly [number, string]> => {
      const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
      return [response.status, await response.text()];
    };
    const reading = world.read();
    await world.put('a', 1);
    await reading.saw('the change', ({ type }) => type === 'created');
    expect((await get('/__/health'))[0]).toBe(200);
    expect(await get('/__/ready')).toEqual([200, '']);
    const [status, metrics] = await get('/__/metrics');
    expect(status).toBe(200);
    expect(metrics).toMatch(/^kollect_resource_created_total\{group="",version="v1",kind="ConfigMap",namespace="default"\} \d+$/m);
    expect(metrics).toMatch(/^kollect_events_written_total\{key="",type="kollect.resource.event.v1.ResourceCreatedEvent"\} \d+$/m);
    expect(metrics).toMatch(/^civ8s_resource_events_followed\{state="live"\} 1$/m);
    expect((await get('/__/pprof/profile'))[0]).toBe(404);
  });

  it('say 412 and why, until it is ready', async () => {
    const restore = await server.faults.outage();
    const agent = world.start('--kollect-addr=127.0.0.1:0');
    const { port } = await agent.logged("kollect's paths are served");
    const response = await fetch(`http://127.0.0.1:${String(port)}/__/ready`);
    expect([response.status, await response.text()]).toEqual([
      412,
      expect.stringContaining('what there is to follow is not known yet') as unknown,
    ]);
    await restore();
  });
});
