import { main } from 'civ8s/runtime';
import { website } from './website.ts';

await main([website], { program: 'website-operator', version: '1.0.0' });
