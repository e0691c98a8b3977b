import { isJsonObject, objectOrEmpty, textOrEmpty } from '../../../ground/json/json.ts';
import type { ResourceStrategy } from './strategy.ts';

/** `stringData` is for writing only: it is read as `data`. */
export const secrets: ResourceStrategy = {
  onDecode({ stringData, ...object }) {
    if (!isJsonObject(stringData)) return object;
    const written = Object.entries(stringData).map(([key, value]): [string, string] => [
      key,
      Buffer.from(textOrEmpty(value)).toString('base64'),
    ]);
    return { ...object, data: { ...objectOrEmpty(object['data']), ...Object.fromEntries(written) } };
  },
};
