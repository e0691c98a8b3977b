import type { Delivery } from './bus.ts';

export const CONFIRMED: Delivery = { how: 'confirmed' };

export const again = (why: string, afterMs?: number): Delivery => ({ how: 'again', why, ...(afterMs === undefined ? {} : { afterMs }) });

export const tooLarge = (why: string): Delivery => ({ how: 'refused', reason: 'too large', why });

export const notAccepted = (why: string): Delivery => ({ how: 'refused', reason: 'not accepted', why });
