// Package vital says what Vital's wire looks like: its resources, records,
// samples, events, users, connections and errors. Nothing here has behaviour;
// the rest of the simulator fills these types in and this package writes them.
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
// spelling is part of the contract (vital.md 10). Most types are written by
// their tags; a blank field is a key that repeats another or is constant.
// AppendJSON allocates nothing while b has room. MarshalJSON delegates to it,
// so encoding/json writes the same bytes, apart from the HTML escapes it adds on its own account.
//
// # Reading
//
// Struct tags let encoding/json read everything back, which is how a client
// sees it. Keys that carry no information, because they are always null or
// always a copy of another key, have no field: the id of a sample, the
// sleep_stream of a sleep, the source of a connection, the next of a page.
//
// # Null
//
// A field is a [Null] exactly where the schema allows null, but for the sport
// of a [Workout], for the columns and lists of streams and for the tags of a
// [Note], where nil is null. A [Decimal] is a number with at most two decimals,
// a [Fine] and [Degrees] are numbers with six.
//
// # One table
//
// [Resources] is the table that routes, generators, event types and tests are
// made from. Adding a resource starts with a row there.
//
// Comments such as "vital.md 4.2" cite simulator/docs/vital.md, which says what
// is known of Vital's interface.
package vital
