import type { DatabaseSync } from 'node:sqlite';
import { resourceUid } from '../change/identity.ts';
import type { Unwritten } from './unwritten.ts';

/** Writes all of it in one transaction, or nothing: then it throws. */
export function createWriter(database: DatabaseSync): (unwritten: Unwritten) => void {
  const sql = {
    object: database.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?)'),
    noObject: database.prepare('DELETE FROM objects WHERE resource = ? AND key = ?'),
    version: database.prepare('INSERT OR REPLACE INTO resources VALUES (?, ?)'),
    change: database.prepare('INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)'),
    noChange: database.prepare('DELETE FROM changes WHERE sequence = ?'),
    forget: ['objects', 'resources', 'changes'].map((table) => database.prepare(`DELETE FROM ${table} WHERE resource = ?`)),
  };
  const write = ({ objects, versions, forgotten, puts, settled }: Unwritten): void => {
    for (const resource of forgotten) for (const statement of sql.forget) statement.run(resource);
    for (const [resource, some] of objects)
      for (const [key, object] of some)
        if (object === undefined) sql.noObject.run(resource, key);
        else sql.object.run(resource, key, object.uid, object.version, object.state);
    for (const { sequence, change, at, live } of puts.values()) {
      const { then = null, now = null, ...rest } = change;
      sql.change.run(sequence, resourceUid(change.resource), at, live ? 1 : 0, JSON.stringify(rest), then, now);
    }
    for (const sequence of settled) sql.noChange.run(sequence);
    for (const [resource, version] of versions) sql.version.run(resource, version);
  };
  return (unwritten) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      write(unwritten);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
}
