import type { SchemaSource } from '../../contracts/schema-source.ts';
import { noSuchResource } from '../../contracts/status-error.ts';
import { failureAnswer, notFoundPage, type Answer } from './answer.ts';

/** Where nothing is: a Status below what Kubernetes itself serves, and a page anywhere else, custom resources among it. */
export function nothingThere(path: string, builtIn: SchemaSource): Answer {
  const [, root, group] = path.split('/');
  const isOwn =
    root === 'api' ||
    root === 'version' ||
    (root === 'apis' && group !== '' && builtIn.resources.some(({ resource }) => resource.group === group));
  return isOwn ? failureAnswer(noSuchResource().status) : notFoundPage();
}
