import { existsSync, readFileSync } from 'node:fs';
import type { ApiClient } from '../local/api-server/api-client.ts';
import type { Case } from './case.ts';
import { mask } from './mask.ts';
import { record } from './session.ts';

export type Answers = Record<string, unknown>;

export const fileOf = (suite: string): URL => new URL(`answers/${suite}.json`, import.meta.url);

/** The real server's answers, by what the case does. */
export const committed = (suite: string): Answers =>
  existsSync(fileOf(suite)) ? (JSON.parse(readFileSync(fileOf(suite), 'utf8')) as Answers) : {};

export const namespaceOf = (suite: string, index: number): string => `case-${suite}-${index + 1}`;

/** What is said in a case, masked. */
export async function answersOf(api: ApiClient, { talk }: Case, namespace: string): Promise<unknown> {
  const { session, exchanges } = await record(api, namespace);
  await talk(session);
  return mask(exchanges);
}
