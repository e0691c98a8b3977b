import { objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { invalidValue, notSupported, required } from './cause.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** What is wrong with the paths of an Ingress. */
export const ingressCauses = ({ object }: ValidationRequest): readonly FailureCause[] =>
  objectsAt(objectAt(object, 'spec'), 'rules').flatMap((rule, at) =>
    objectsAt(objectAt(rule, 'http'), 'paths').flatMap((held, index) => {
      const place = `spec.rules[${at}].http.paths[${index}]`;
      const [path, type] = [textAt(held, 'path'), textAt(held, 'pathType')];
      if (type === '') return [required(`${place}.pathType`, 'pathType must be specified')];
      if (!PATH_TYPES.includes(type)) return [notSupported(`${place}.pathType`, type, PATH_TYPES)];
      const isAbsolute = path.startsWith('/') || (path === '' && type === 'ImplementationSpecific');
      return isAbsolute ? [] : [invalidValue(`${place}.path`, path, 'must be an absolute path')];
    }),
  );
