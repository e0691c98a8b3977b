import { readFileSync } from 'node:fs';
import { filesOfCheckout } from '../synth/checkout.ts';

/** What .dockerignore lets through: it takes all away, then gives back. */
const [first, ...given] = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

export const dockerIgnore = { first, given };

export const dockerContext = (): readonly string[] =>
  filesOfCheckout().filter((file) => given.some((path) => `${file}/`.startsWith(`${path.slice(1)}/`)));
