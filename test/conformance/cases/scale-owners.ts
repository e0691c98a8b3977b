import type { Deployment } from '../../../kube/objects/built-in.ts';
import { casesOf, type Case } from '../case.ts';
import { APPLY, deployment, JSON_PATCH, MERGE, namespaced } from '../objects.ts';
import type { Session } from '../session.ts';

const scale = casesOf('scale subresource');

type Made = (session: Session, at: string) => Promise<unknown>;
type Written = (session: Session, at: string, replicas: number) => Promise<unknown>;

const MADE_WITH = 1;
const OTHER = 5;

const intent = (replicas: number) => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'd' }, spec: { replicas } });

/** How a Deployment can have been made, and whose its number is then. */
const MADE: Readonly<Record<string, Made>> = {
  'applied without a number': ({ quietly }, at) =>
    quietly('PATCH', `${at}/d?fieldManager=maker`, { ...deployment('d', { replicas: undefined }) }, APPLY),
  'applied with a number': ({ quietly }, at) =>
    quietly('PATCH', `${at}/d?fieldManager=maker`, { ...deployment('d', { replicas: MADE_WITH }) }, APPLY),
  'created without a number': ({ quietly }, at) => quietly('POST', `${at}?fieldManager=maker`, deployment('d', { replicas: undefined })),
};

/** How its number can be written. */
const WRITTEN: Readonly<Record<string, Written>> = {
  'a merge patch': ({ quietly }, at, replicas) => quietly('PATCH', `${at}/d/scale?fieldManager=scaler`, { spec: { replicas } }, MERGE),
  'a JSON patch': ({ quietly }, at, replicas) =>
    quietly('PATCH', `${at}/d/scale?fieldManager=scaler`, [{ op: 'replace', path: '/spec/replicas', value: replicas }], JSON_PATCH),
  'an update': async ({ quietly }, at, replicas) => {
    const { body } = await quietly('GET', `${at}/d/scale`);
    return quietly('PUT', `${at}/d/scale?fieldManager=scaler`, { ...body, spec: { replicas } });
  },
  'an apply': ({ quietly }, at, replicas) => quietly('PATCH', `${at}/d/scale?fieldManager=scaler&force=true`, intent(replicas), APPLY),
};

const talk =
  (make: Made, write: Written, numbers: readonly number[]): Case['talk'] =>
  async (session) => {
    const { namespace, quietly, note } = session;
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    const noteOwners = async () => {
      const { metadata, spec } = (await quietly('GET', `${at}/d`)).body as Partial<Deployment>;
      note('its number, and who owns what', { replicas: spec?.replicas, managedFields: metadata?.managedFields });
    };
    await make(session, at);
    for (const replicas of numbers) {
      await write(session, at, replicas);
      await noteOwners();
    }
    await quietly('PATCH', `${at}/d/scale?fieldManager=somebody`, { spec: { replicas: 2 } }, MERGE);
    await noteOwners();
    await quietly('PATCH', `${at}/d?fieldManager=editor`, { spec: { replicas: 3 } }, MERGE);
    await quietly('PATCH', `${at}/d/scale?fieldManager=somebody`, { spec: { replicas: 4 } }, MERGE);
    await noteOwners();
  };

export const scaleOwnerCases: readonly Case[] = Object.entries(MADE).flatMap(([made, make]) =>
  Object.entries(WRITTEN).flatMap(([written, write]) => [
    scale.succeeds(`notes who scales a Deployment that was ${made} by ${written}, and then by others`, talk(make, write, [OTHER])),
    scale.succeeds(`notes who stops a Deployment that was ${made} by ${written}, and scales it again`, talk(make, write, [0, OTHER])),
    scale.succeeds(
      `notes who scales a Deployment that was ${made} by ${written} to the number that it has, and then by others`,
      talk(make, write, [MADE_WITH, OTHER]),
    ),
  ]),
);
