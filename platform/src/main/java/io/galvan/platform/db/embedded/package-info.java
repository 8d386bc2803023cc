/**
 * A PostgreSQL of our own: its program unpacked and checked, its folder closed to others, its
 * process watched. Everything here blocks: call it outside event loops.
 */
package io.galvan.platform.db.embedded;
