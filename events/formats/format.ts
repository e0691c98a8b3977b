import type { Message } from '../message.ts';
import type { ResourceChange } from '../resource-change.ts';
import type { CloudEventsChoice } from './cloudevents/choice.ts';
import { cloudEventsEncoder } from './cloudevents/encode.ts';
import { encodeKollect } from './kollect/encode.ts';

/** How changes are written on a bus. */
export type FormatChoice = { readonly format: 'kollect' } | ({ readonly format: 'cloudevents' } & CloudEventsChoice);

/** A change as a message; undefined where the format has no word for it: kollect knows no gaps. */
export type Encode = (change: ResourceChange) => Message | undefined;

export function encoderFor(choice: FormatChoice): Encode {
  switch (choice.format) {
    case 'kollect':
      return encodeKollect;
    case 'cloudevents':
      return cloudEventsEncoder(choice);
  }
}
