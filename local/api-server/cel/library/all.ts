import { signatureOf } from '../types/signature.ts';
import { functionTable, type FunctionTable } from '../types/functions.ts';
import { addresses } from './addresses.ts';
import { authorizers } from './authorizers.ts';
import { conversions } from './conversions.ts';
import { formats } from './formats.ts';
import { lists } from './lists.ts';
import { OPERATOR_TYPES } from './operator-types.ts';
import { optionals } from './optionals.ts';
import { quantities } from './quantities.ts';
import { regex } from './regex.ts';
import { semvers } from './semvers.ts';
import { sets } from './sets.ts';
import { standard } from './standard.ts';
import { strings } from './strings.ts';
import { time } from './time.ts';
import { urls } from './urls.ts';

/** All functions that Kubernetes 1.36 gives to expressions. */
export const ALL_FUNCTIONS: FunctionTable = functionTable(
  [standard, conversions, time, optionals, strings, regex, lists, sets, quantities, addresses, urls, semvers, formats, authorizers],
  [...OPERATOR_TYPES, 'cel.@mapInsert(map<K, V>, K, V) -> map<K, V>', 'cel.@mapInsert(map<K, V>, map<K, V>) -> map<K, V>'].map(signatureOf),
);
