import { show } from './limits.ts';
import type { Problem } from './problem.ts';

const HOST = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?`;
const PART = String.raw`[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*`;
const TAG = String.raw`:\w[\w.-]{0,127}`;
const DIGEST = String.raw`@sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})`;
const REGISTRY = new RegExp(`^${HOST}(?:/${PART})*$`);
const REFERENCE = new RegExp(`^(?:${HOST}/)?${PART}(?:/${PART})*(${TAG})?(${DIGEST})?$`);

/** An image is pulled by its tag or digest: without either it would be whatever is "latest" on the day. */
export function imageProblem(image: unknown): Problem | undefined {
  const match = REFERENCE.exec(typeof image === 'string' && image.length <= 512 ? image : '');
  if (match === null)
    return { what: `image is ${show(image)}`, remedy: 'give a reference like "registry.example.com/civ8s:1.0.0", with a tag or a digest' };
  const [name, tag, digest] = match;
  return tag === undefined && digest === undefined
    ? { what: `image "${name}" has neither tag nor digest`, remedy: `say which one: "${name}:1.0.0"` }
    : undefined;
}

/** What stands before the name of an image: a host, perhaps a port, perhaps a path. */
export const registryProblem = (registry: unknown): Problem | undefined =>
  typeof registry === 'string' && registry.length <= 256 && REGISTRY.test(registry)
    ? undefined
    : { what: `registry is ${show(registry)}`, remedy: 'give a host, perhaps with a port and a path: "registry.example.com/team"' };
