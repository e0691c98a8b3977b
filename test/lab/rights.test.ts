import { afterEach, describe, expect, it } from '@jest/globals';
import { podTimestamp } from '../../controllers/pod-timestamp/pod-timestamp.ts';
import type { AnyController, Controller } from '../../controllers/runtime/definition.ts';
import { grantInWords } from '../../controllers/runtime/rights/grant.ts';
import { rightsOf } from '../../controllers/runtime/rights/rights-of.ts';
import { census } from '../../docs/examples/census.ts';
import { configMaps, deployments, namespaces, pods, services } from '../../kube/objects/built-in.ts';
import { openLab, type Lab, type OpenLab } from '../../lab/start-lab.ts';
import { StatusError } from '../../local/api-server/contracts/status-error.ts';
import { askingPod } from '../controllers/pod-timestamp/asking-pod.ts';
import { Website, website } from '../controllers/runtime/owning/website.ts';

let lab: OpenLab;
afterEach(() => lab.stop());

interface Story {
  readonly controller: AnyController;
  /** In which it needs each of its rights. */
  readonly happens: (lab: Lab) => Promise<unknown>;
}

const ONE = { namespace: 'default', name: 'one' };
/** Somebody else's hand on a child. */
const overwrite = ({ client }: Lab) =>
  client.patch(configMaps, ONE, { apply: { metadata: ONE, data: { 'index.html': 'mine' } }, force: true }, { fieldManager: 'somebody' });
const REFUSED = new StatusError(422, 'Invalid', 'not today', {
  causes: [{ field: 'metadata', reason: 'FieldValueInvalid', message: 'no' }],
}).status;

const STORIES: Readonly<Record<string, Story>> = {
  census: {
    controller: census,
    happens: ({ client }) => client.create(namespaces, { metadata: { name: 'one', labels: { 'civ8s.dev/kingdom': 'one' } } }),
  },
  'pod-timestamp': {
    controller: podTimestamp,
    async happens({ faults, client, pass }) {
      faults.inject({ at: 'request', verb: 'patch', resource: 'pods' }, { do: 'fail', status: REFUSED }, { times: 2 });
      await client.create(pods, askingPod('one'));
      await pass('1m');
    },
  },
  'a Website': {
    controller: website(),
    async happens(there) {
      const page = (html: string, bare: boolean) => there.put(Website, { metadata: ONE, spec: { html, bare } });
      await page('a', false);
      await there.quiet();
      for (const html of ['b', 'c']) {
        await overwrite(there);
        await page(html, true);
        await there.quiet();
      }
      await there.client.delete(Website, ONE);
    },
  },
};

async function tell({ controller, happens }: Story, withheld: readonly string[] = []): Promise<void> {
  lab = await openLab({ kinds: [Website] });
  await lab.run(controller, { program: 'it', withheld });
  await happens(lab);
  await lab.quiet();
}
/** Where nobody elects a leader: and `get` and `list`, which are there for who reads live and for servers that cannot begin a watch. */
const needed = (controller: AnyController): readonly string[] =>
  rightsOf(controller, { program: 'it', namespace: 'default', args: ['--leader-elect=false'] }).clusterRole.flatMap(
    ({ apiGroups: [group = ''], resources, verbs }) =>
      resources.flatMap((resource) =>
        verbs.filter((verb) => verb !== 'get' && verb !== 'list').map((verb) => grantInWords({ verb, group, resource })),
      ),
  );
/** Of what is not wished any more there is one in the story; and no conflict is told twice. */
const NOT_TOLD: ReadonlySet<string> = new Set(['delete configmaps', 'delete deployments.apps', 'a Website: patch events']);

describe.each(Object.entries(STORIES))('in a lab, %s', (title, story) => {
  const isTold = (right: string): boolean => !NOT_TOLD.has(right) && !NOT_TOLD.has(`${title}: ${right}`);
  it('has each right that it needs, and none that it does not', async () => {
    await tell(story);
    expect(lab.unusedRights().filter((line) => isTold(line.slice('it: '.length)))).toEqual([]);
  });

  it.each(needed(story.controller).filter(isTold))('cannot do without the right to %s, and it is named', async (right) =>
    expect(tell(story, [right])).rejects.toThrow(new RegExp(`^it has no right to ${right}( in default)?: have its rights`, 'm')),
  );
});

describe('the rights of a controller in a lab', () => {
  const marking: Controller = {
    name: 'marking',
    summary: '',
    flags: {},
    setUp({ follow }) {
      const maps = follow(configMaps, { namespaces: ['shop'], keys: () => ['all'] });
      return async (__, { client }) => {
        for (const { metadata, data } of maps.values())
          if (data === undefined)
            await client.patch(configMaps, { namespace: 'shop', name: metadata?.name ?? '' }, { merge: { data: { seen: 'yes' } } });
        return 'on-change';
      };
    },
  };
  const MISSING = 'marking has no right to patch configmaps in shop';
  const put = () => lab.put(configMaps, { metadata: { namespace: 'shop', name: 'a' } });

  it('are those of an account: what is beyond them the server refuses, and the error of the turn says what is missing', async () => {
    lab = await openLab();
    const { logs } = await lab.run(marking);
    await put();
    await expect(lab.quiet()).rejects.toThrow(
      `${MISSING}: have its rights(settings) answer { verbs: ['patch'], resource: configmaps, … } as well`,
    );
    const error = logs.find(({ message }) => message === 'reconcile failed')?.['error'];
    expect(error).toContain('User "system:serviceaccount:default:marking" cannot patch resource "configmaps"');
    expect(error).toContain(MISSING);
  });

  it('are more than it needs where something is named that no request takes', async () => {
    lab = await openLab();
    const rights = () => [
      { verbs: ['patch', 'delete'], resource: configMaps, namespaces: ['shop'], without: 'nothing is marked' },
      { verbs: ['watch'], resource: services, without: 'nothing' },
      { verbs: ['get'], resource: deployments, name: 'web', without: 'nothing' },
    ];
    await lab.run({ ...marking, rights });
    await put();
    await lab.quiet();
    expect(lab.unusedRights()).toEqual([
      'marking: delete configmaps in shop',
      'marking: watch services',
      'marking: get deployments.apps web',
    ]);
  });

  it('are for its Lease as well, where it stands for election', async () => {
    lab = await openLab();
    const rights = () => [{ verbs: ['patch'], resource: configMaps, namespaces: ['shop'], without: 'nothing is marked' }];
    await lab.run({ ...marking, rights }, { elects: true });
    await put();
    await lab.pass('1m');
    expect(lab.unusedRights()).toEqual([]);
  });

  it('are all that there are, where it is said so', async () => {
    lab = await openLab();
    const { writes } = await lab.run(marking, { rights: 'all' });
    await put();
    await lab.quiet();
    expect([writes(), lab.unusedRights()]).toEqual([['patch configmaps shop/a'], []]);
  });
});
