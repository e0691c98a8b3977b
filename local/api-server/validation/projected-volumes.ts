import type { JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, invalidValue, required } from './cause.ts';
import { downwardCauses, filePathCauses, filesCauses, modeCauses } from './volume-files.ts';

const SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'] as const;
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;

/** What is wrong with a volume that several sources share. */
export function projectedCauses(value: JsonObject, path: string): readonly FailureCause[] {
  const taken = new Set<string>();
  return [
    ...modeCauses(value, 'defaultMode', path),
    ...objectsAt(value, 'sources').flatMap((source, at) => {
      const given = SOURCES.filter((kind) => objectAt(source, kind));
      const place = `${path}.sources[${at}]`;
      return given.flatMap((kind, index) =>
        index > 0
          ? [forbidden(place, 'may not specify more than 1 volume type per source')]
          : sourceCauses(kind, objectAt(source, kind) ?? {}, { place, volume: path, taken }),
      );
    }),
  ];
}

interface Where {
  /** Of the source, and of the volume. */
  readonly place: string;
  readonly volume: string;
  /** The files of the sources before. */
  readonly taken: Set<string>;
}

function sourceCauses(kind: (typeof SOURCES)[number], value: JsonObject, where: Where): readonly FailureCause[] {
  const path = `${where.place}.${kind}`;
  switch (kind) {
    case 'secret':
    case 'configMap':
      return [...nameCauses(value, path), ...filesCauses(value, path), ...takenCauses(itemPaths(value), textAt(value, 'name'), where)];
    case 'downwardAPI':
      return [...downwardCauses(value, path), ...itemPaths(value).flatMap((file) => takenCauses([file], file, where))];
    case 'serviceAccountToken':
      return tokenCauses(value, path, where);
  }
}

function tokenCauses(value: JsonObject, path: string, where: Where): readonly FailureCause[] {
  const [file, seconds] = [textAt(value, 'path'), numberAt(value, 'expirationSeconds')];
  const place = `${path}.expirationSeconds`;
  return [
    ...(seconds !== undefined && seconds < SHORTEST_SECONDS
      ? [invalidValue(place, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds !== undefined && seconds > LONGEST_SECONDS
      ? [invalidValue(place, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...filePathCauses(file, `${where.volume}.path`), // without the source: so does the real server
  ];
}

const nameCauses = (value: JsonObject, path: string) => (textAt(value, 'name') === '' ? [required(`${path}.name`)] : []);

const itemPaths = (value: JsonObject): readonly string[] => objectsAt(value, 'items').map((item) => textAt(item, 'path'));

/** The real server names the source, or the file of a downward API, that comes second; of tokens it does not ask. */
const takenCauses = (files: readonly string[], shown: string, { taken, volume }: Where): readonly FailureCause[] =>
  files.flatMap((file) => {
    const isTaken = file !== '' && taken.has(file);
    taken.add(file);
    return isTaken ? [invalidValue(volume, shown, 'conflicting duplicate paths')] : [];
  });
