import type { Message } from '../../events/message.ts';
import type { ResourceChange } from '../../events/resource-change.ts';
import { encoderFor, type FormatChoice } from '../../events/formats/format.ts';
import type { EventSettings } from './flags.ts';

/** Their readers are people and web hooks, for whom an envelope of bytes is nothing. */
const FOR_CLOUD_EVENTS = ['http:', 'https:', 'file:', 'stdout:'];

export function formatOf(settings: EventSettings): 'kollect' | 'cloudevents' {
  const given = settings.format;
  if (given !== 'auto') return given;
  return FOR_CLOUD_EVENTS.some((scheme) => settings['event-writer-url'].toLowerCase().startsWith(scheme)) ? 'cloudevents' : 'kollect';
}

/** `cluster`: what names the cluster where it has no id. */
export function encoderOf(settings: EventSettings, cluster: string): (change: ResourceChange) => Message {
  const { 'ce-mode': mode, 'ce-types': types } = settings;
  const choice: FormatChoice =
    formatOf(settings) === 'kollect'
      ? { format: 'kollect' }
      : { format: 'cloudevents', mode, types, ...(cluster === '' ? {} : { cluster }) };
  const encode = encoderFor(choice);
  return (change) => {
    const message = encode(change);
    if (message === undefined) throw new TypeError(`a ${change.type} cannot be written in this format`);
    return message;
  };
}
