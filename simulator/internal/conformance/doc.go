// Package conformance contains tests only. They check the simulator from the
// outside against independent references: events and responses against the
// schemas of the vendor's OpenAPI document, signatures against Svix's libraries
// for Go and npm.
//
// VITAL_OPENAPI is the path of the vendor's document, which is no part of the
// project; that of the management API lies beside it, or where
// VITAL_MANAGEMENT_OPENAPI says. The npm library is installed by npm ci in the folder node. Where
// either is missing the tests say what they skip; under CI they fail.
//
// What knowingly differs from the document stands in one table, deviations, and
// nowhere else.
package conformance
