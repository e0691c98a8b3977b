import { expect, it } from '@jest/globals';
import { isOwnHost, serviceNames } from '../../../dashboard/serve/host-check.ts';

const names = [...serviceNames('dashboard', 'civ-system'), 'civ.example.com'];

it.each([
  '127.0.0.1',
  '127.0.0.1:8484',
  '10.1.2.3:80',
  '[::1]:8484',
  '[::1]',
  'localhost:8484',
  'LOCALHOST',
  'dashboard',
  'dashboard.civ-system.svc:80',
  'civ.example.com',
  'Civ.Example.com.:443',
])('a browser may ask for %s', (host) => expect(isOwnHost(host, names)).toBe(true));

it.each([
  undefined,
  '',
  ':80',
  'evil.example.com',
  'civ.example.com.evil.example.com',
  'localhost.evil.example.com',
  '127.0.0.1.evil.example.com',
  '[evil]',
  '127.0.0.1:8484:1',
  'civ.example.com:x',
  'a@127.0.0.1',
])('a browser may not ask for %s', (host) => expect(isOwnHost(host, names)).toBe(false));
