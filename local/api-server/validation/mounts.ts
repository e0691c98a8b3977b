import type { JsonObject } from '../../../ground/json/json.ts';
import { objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, notFound, required } from './cause.ts';
import { descendingCauses } from './volume-files.ts';

/** What is wrong with the mounts of a container, in a pod with these volumes. */
export function mountsCauses(container: JsonObject, path: string, volumes: ReadonlySet<string>): readonly FailureCause[] {
  const paths = new Set<string>();
  return objectsAt(container, 'volumeMounts').flatMap((mount, at) => {
    const [name, place] = [textAt(mount, 'name'), textAt(mount, 'mountPath')];
    const isTaken = place !== '' && paths.has(place);
    paths.add(place);
    return [
      ...(name === '' ? [required(`${path}[${at}].name`)] : volumes.has(name) ? [] : [notFound(`${path}[${at}].name`, name)]),
      ...(place === '' ? [required(`${path}[${at}].mountPath`)] : []),
      ...(isTaken ? [invalidValue(`${path}[${at}].mountPath`, place, 'must be unique')] : []),
      ...subPathCauses(mount, path, at),
    ];
  });
}

/** Of a path that leaves its volume, the real server does not say in which mount it stands. */
function subPathCauses(mount: JsonObject, path: string, at: number): readonly FailureCause[] {
  const [plain, expression] = [textAt(mount, 'subPath'), textAt(mount, 'subPathExpr')];
  const both = invalidValue(`${path}[${at}].subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive');
  return [
    ...(plain === '' ? [] : descendingCauses(plain, `${path}.subPath`)),
    ...(expression === '' ? [] : [...(plain === '' ? [] : [both]), ...descendingCauses(expression, `${path}.subPathExpr`)]),
  ];
}
