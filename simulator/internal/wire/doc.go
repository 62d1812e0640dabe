// Package wire reads, edits and writes the types of package vital beyond what
// encoding/json can do with them: it reads files and says all that is wrong with
// them, sets fields by their keys, and writes many samples fast.
package wire
