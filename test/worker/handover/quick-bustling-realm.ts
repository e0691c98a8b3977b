import { bustlingRealm } from './bustling-realm.ts';

/** As `civ up --realm` reads it. */
export const realm = bustlingRealm('bustle', 'kingdom-of-bustle');
