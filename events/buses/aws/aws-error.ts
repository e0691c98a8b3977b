import type { Delivery } from '../bus.ts';
import { again, notAccepted, tooLarge } from '../delivery.ts';
import { recordIn } from '../record-in.ts';
import { textIn } from './xml.ts';

/** What AWS answers instead of doing what it was asked. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message === '' ? code : `${code}: ${message}`);
    this.code = code;
  }
}

/** Of an answer in JSON or XML; of anything else, its status. */
export function awsErrorOf(status: number, text: string): AwsError {
  const [code, message] = text.trimStart().startsWith('<') ? [textIn(text, 'Code'), textIn(text, 'Message')] : inJson(text);
  return new AwsError(code ?? `HTTP ${status}`, message ?? '');
}

function inJson(text: string): readonly [string | undefined, string | undefined] {
  const { __type: type, Message, message = Message } = recordIn(text) ?? {};
  return [typeof type === 'string' ? type.slice(type.lastIndexOf('#') + 1) : undefined, typeof message === 'string' ? message : undefined];
}

/** What no waiting changes is the message itself; rights, quotas, keys and what does not exist are somebody's to mend, and so is a URL. */
export function deliveryOf({ code, message }: AwsError): Delivery {
  if (code.endsWith('BatchRequestTooLong')) return tooLarge(message);
  if (code === 'InvalidMessageContents') return notAccepted(message);
  if (!/^InvalidParameter(Value)?(Exception)?$/.test(code)) return again(message);
  if (/too long|must be shorter/i.test(message)) return tooLarge(message);
  return /\bMessage/.test(message) ? notAccepted(message) : again(message);
}
