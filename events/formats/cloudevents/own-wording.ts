import type { Wording } from './wording.ts';

export const OWN_TYPES = 'dev.civ8s.resource.';

/** What was, what is, and where they differ. */
export const ownWording: Wording = {
  type: ({ type }) => `${OWN_TYPES}${type}`,
  subject({ type, object: { namespace, name } }) {
    if (type === 'gap') return undefined;
    return namespace === undefined ? name : `namespaces/${namespace}/${name}`;
  },
  data: ({ then, now, changed }) =>
    Buffer.concat([THEN, then ?? NULL, NOW, now ?? NULL, Buffer.from(`,"changed":${JSON.stringify(changed)}}`)]),
};

const [THEN, NOW, NULL] = [Buffer.from('{"then":'), Buffer.from(',"now":'), Buffer.from('null')];
