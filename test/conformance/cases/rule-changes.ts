import { casesOf } from '../case.ts';
import { APPLY, MERGE } from '../objects.ts';
import { INT, redefined, rule, ruled, specOf, town, underRules } from '../rule-talk.ts';

const { refuses } = casesOf('rules of custom resources');

/** What rules make of objects of a definition of their own. */
export const ruleChangeCases = [
  refuses('refuses by a rule about the whole', (session) =>
    underRules(
      session,
      { ...ruled({}, rule("self.metadata.name == 'two'")), properties: { spec: { type: 'object' } } },
      async (at) => void (await session.ask('POST', at, town(session.namespace, 'one', { spec: {} }))),
    ),
  ),
  refuses('refuses a patch and an apply', (session) =>
    underRules(session, specOf({ size: INT }, [rule('self.size < 3')]), async (at) => {
      const { namespace, quietly, ask } = session;
      await quietly('POST', at, town(namespace, 'one', { spec: { size: 1 } }));
      await ask('PATCH', `${at}/one`, [{ op: 'replace', path: '/spec/size', value: 5 }], { type: 'application/json-patch+json' });
      await ask('PATCH', `${at}/one?fieldManager=f&force=true`, town(namespace, 'one', { spec: { size: 6 } }), APPLY);
      await ask('PATCH', `${at}/two?fieldManager=f`, town(namespace, 'two', { spec: { size: 7 } }), APPLY);
    }),
  ),
  refuses('judges a status', (session) =>
    underRules(
      session,
      {
        properties: {
          spec: { type: 'object', properties: { size: INT } },
          status: ruled({ type: 'object', properties: { size: INT } }, rule('self.size < 3')),
        },
      },
      async (at) => {
        await session.quietly('POST', at, town(session.namespace, 'one', { spec: { size: 1 } }));
        await session.ask('PATCH', `${at}/one/status`, { status: { size: 4 } }, MERGE);
      },
      true,
    ),
  ),
  refuses('warns of what was wrong before', (session) =>
    underRules(session, specOf({ size: INT, other: INT }), async (at) => {
      const { namespace, quietly, ask } = session;
      const stricter = specOf({ size: ruled(INT, rule('self < 3')), other: INT });
      await quietly('POST', at, town(namespace, 'one', { spec: { size: 4 } }));
      await redefined(session, stricter, { spec: { size: 5 } });
      await ask('PATCH', `${at}/one`, { spec: { other: 1 } }, MERGE);
      await ask('PATCH', `${at}/one`, { spec: { size: 5 } }, MERGE);
    }),
  ),
  refuses('does not forgive a rule about more than what is as it was', (session) =>
    underRules(session, specOf({ size: INT, other: INT }), async (at) => {
      const { namespace, quietly, ask } = session;
      await quietly('POST', at, town(namespace, 'one', { spec: { size: 4 } }));
      await redefined(session, specOf({ size: INT, other: INT }, [rule('self.size < 3')]), { spec: { size: 5 } });
      await ask('PATCH', `${at}/one`, { metadata: { labels: { a: 'b' } } }, MERGE);
      await ask('PATCH', `${at}/one`, { spec: { other: 1 } }, MERGE);
    }),
  ),
];
