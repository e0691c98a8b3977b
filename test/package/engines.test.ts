import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

interface Engines {
  readonly engines?: { readonly node?: string };
  readonly optional?: boolean;
}
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const { devEngines } = read('package.json') as { readonly devEngines: { readonly runtime: { readonly version: string } } };
const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Engines>> };

/** Whether a range lets in Node 20.19, the oldest that a checkout may be installed with. */
const takesNode20 = (range: string): boolean =>
  range.split('||').some((part) => {
    const [, sign = '', major = '0', minor = '0'] = /(>=|\^|~)?\s*v?(\d+)?(?:\.(\d+))?/.exec(part.trim()) ?? [];
    return sign === '>=' ? Number(major) * 100 + Number(minor) <= 2_019 : sign === '' && major === '0' ? true : Number(major) === 20;
  });

describe('npm ci in a checkout', () => {
  it('wants the Node that README.md names', () => {
    expect(devEngines.runtime.version).toBe('^20.19.0 || >=22.12.0');
    expect(readFileSync('README.md', 'utf8')).toContain('With Node 20.19 or newer and npm, and no cluster');
  });

  // What runs is the Node that package.json pins; npm knows only its own. After an update, take the `engines` of these entries out again.
  it('has no package in package-lock.json for which npm would warn of that Node', () =>
    expect(
      Object.entries(packages)
        .filter(([name, { engines, optional }]) => name !== '' && optional !== true && !takesNode20(engines?.node ?? '*'))
        .map(([name, { engines }]) => `${name} wants Node ${engines?.node}`),
    ).toEqual([]));
});
