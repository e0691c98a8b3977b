import { setTimeout as pause } from 'node:timers/promises';

/** Waits until a question has an answer, and gives it; after that time, an error that names what did not come. */
export async function until<Answer>(what: string, seconds: number, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  let trouble: unknown;
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await pause(500)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      trouble = error; // a rollout, a restart: asked again
    }
  }
  throw new Error(`after ${seconds} seconds there is still not: ${what}`, { cause: trouble });
}
