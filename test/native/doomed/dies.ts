import { it } from '@jest/globals';

it('kills its process', () => void process.kill(process.pid, 'SIGKILL'));
