// Package vital defines the types of Vital's wire format: resources, records,
// samples, events, users, connections and errors. It encodes them; the other
// packages of the simulator fill them in.
//
// # Writing
//
// Every type that goes on the wire has
//
//	AppendJSON(b []byte) []byte
//
// which appends compact JSON to b: the keys in the order of Vital's schema,
// every key present, null where a value is unknown, integers without a
// fraction, instants in UTC with a literal +00:00 (vital.md 7.6, 9.34).
// Some receivers re-serialize a body before they verify its signature, so the
// exact bytes matter (vital.md 10). Most types are written by their tags; a blank
// field is a key that repeats another or is constant. AppendJSON allocates nothing
// while b has room. MarshalJSON calls it, so encoding/json writes the same bytes
// except that it escapes the characters <, > and &.
//
// # Reading
//
// encoding/json reads all types back. Keys that carry no information, because they
// are always null or always a copy of another key, have no field: the id of a
// sample, the sleep_stream of a sleep, the source of a connection, the next of a
// page.
//
// # Null
//
// A field is a [Null] exactly where the schema allows null. The exceptions, where
// nil is null, are the sport of a [Workout], the columns and lists of streams and
// the tags of a [Note]. A [Decimal] is a number with at most two decimals; a [Fine]
// and [Degrees] have at most six.
//
// # One table
//
// Routes, generators, event types and tests are built from the table [Resources]. To
// add a resource, add a row there.
//
// Comments such as "vital.md 4.2" cite simulator/docs/vital.md, which says what
// is known of Vital's interface.
package vital
