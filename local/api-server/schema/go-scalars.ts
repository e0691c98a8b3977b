import type { Json } from '../../../ground/json/json.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { formatTime, parseTime } from './go-time.ts';
import { formatQuantity, parseQuantity } from '../../../ground/text/quantity.ts';

/** What Go's decoder makes of one scalar: the value as the server writes it, what it is not, or a complaint of its own. */
export type Scalar = { readonly value: Json } | { readonly notA: string } | { readonly complaint: string };

const NOT_A_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const INT32 = 2 ** 31;

const string = (value: Json): Scalar => (typeof value === 'string' ? { value } : { notA: 'string' });

const integer = (value: Json, type: 'int32' | 'int64'): Scalar =>
  typeof value === 'number' && Number.isInteger(value) && (type === 'int64' || (value >= -INT32 && value < INT32))
    ? { value }
    : { notA: type };

function quantity(value: Json): Scalar {
  const parsed = typeof value === 'string' || typeof value === 'number' ? parseQuantity(String(value)) : undefined;
  return parsed ? { value: formatQuantity(parsed) } : { complaint: NOT_A_QUANTITY };
}

/** Most times come back as the server had written them. */
function isAsWritten(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && timestamp(ms) === text;
}

function time(value: Json, micro: boolean): Scalar {
  if (typeof value !== 'string') return { notA: 'string' };
  if (!micro && isAsWritten(value)) return { value };
  const parsed = parseTime(value, micro);
  return parsed.ok ? { value: formatTime(parsed.seconds, micro ? parsed.micros : undefined) } : { complaint: parsed.complaint };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function bytes(value: Json): Scalar {
  if (typeof value !== 'string') return { notA: '[]uint8' };
  const text = value.replaceAll(/[\r\n]/g, '');
  if (BASE64.test(text)) return { value: text };
  const wrong = text.search(/[^A-Za-z0-9+/]/);
  return {
    complaint: `illegal base64 data at input byte ${wrong === -1 || (text[wrong] === '=' && wrong % 4 >= 2) ? Math.max(0, text.length - (text.length % 4)) : wrong}`,
  };
}

/** undefined: no scalar. */
export function decodeScalar(type: string, value: Json): Scalar | undefined {
  switch (type) {
    case 'string':
      return string(value);
    case 'int32':
    case 'int64':
      return integer(value, type);
    case 'number':
      return typeof value === 'number' ? { value } : { notA: 'float64' };
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { notA: 'bool' };
    case 'bytes':
      return bytes(value);
    case 'quantity':
      return quantity(value);
    case 'time':
    case 'microtime':
      return time(value, type === 'microtime');
    case 'int-or-string':
      return typeof value === 'string' ? { value } : integer(value, 'int32');
    case 'raw':
    case 'fields':
    case 'object':
    case 'json':
      return { value };
    default:
      return undefined;
  }
}

/** What Go holds where a field that is not a pointer was not given; undefined where there is nothing to write. */
export function zeroOf(type: string): Json | undefined {
  switch (type) {
    case 'string':
    case 'bytes':
      return '';
    case 'int32':
    case 'int64':
    case 'number':
    case 'int-or-string':
      return 0;
    case 'boolean':
      return false;
    case 'quantity':
      return '0';
    default:
      return null;
  }
}
