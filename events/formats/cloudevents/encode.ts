import type { Message } from '../../message.ts';
import type { ResourceChange } from '../../resource-change.ts';
import { attributesOf } from './attributes.ts';
import type { CloudEventsChoice } from './choice.ts';
import { knativeWording } from './knative-wording.ts';
import { ownWording } from './own-wording.ts';

const JSON_TYPE = 'application/json';
const STRUCTURED_TYPE = 'application/cloudevents+json';

/** Changes as CloudEvents 1.0. */
export function cloudEventsEncoder(choice: CloudEventsChoice): (change: ResourceChange) => Message {
  const wording = choice.types === 'knative' ? knativeWording : ownWording;
  return (change) => {
    const { id, key, resource, object } = change;
    const attributes = attributesOf(change, wording, choice);
    const data = wording.data(change);
    const message = { id, key, about: { resource, object } };
    if (choice.mode === 'structured')
      return { ...message, body: structured(attributes, data), contentType: STRUCTURED_TYPE, attributes: new Map() };
    return {
      ...message,
      body: data,
      contentType: JSON_TYPE,
      attributes: new Map(Array.from(attributes, ([name, value]) => [name, String(value)])),
    };
  };
}

/** The data is put in as it is: what is in it was never parsed, so no number in it has changed. */
function structured(attributes: ReturnType<typeof attributesOf>, data: Uint8Array): Uint8Array {
  const head = JSON.stringify({ ...Object.fromEntries(attributes), datacontenttype: JSON_TYPE });
  return Buffer.concat([Buffer.from(`${head.slice(0, -1)},"data":`), data, CLOSE]);
}

const CLOSE = Buffer.from('}');
