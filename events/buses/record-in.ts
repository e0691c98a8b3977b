import { isRecord } from '../../ground/json/json.ts';

/** The JSON object that a text holds; undefined where it holds something else. */
export function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
