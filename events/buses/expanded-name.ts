import type { Message } from '../message.ts';

/** What a message is about as a name of five words to route by: `apps.deployments.kingdom-of-foobar.woodworker`, without a group `core`. */
export const expandedName = ({ resource, object }: Message['about']): string =>
  [resource.group || 'core', resource.plural, object.namespace ?? '', object.name].map(word).join('.');

/** Dots part words, and `*`, `>` and `#` are for those who listen. */
const word = (text: string): string => (text === '' ? '_' : text.replaceAll(/[.*>#\s]/g, '_'));
