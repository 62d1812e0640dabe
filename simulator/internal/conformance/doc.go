// Package conformance contains only tests. They compare the simulator with
// independent references: events and responses with the schemas of the vendor's
// OpenAPI document, signatures with Svix's libraries for Go and npm.
//
// VITAL_OPENAPI is the path of the vendor's document, which is not part of the
// project. VITAL_MANAGEMENT_OPENAPI is the path of that of the management API; by
// default it is in the same folder. Run npm ci in the folder node to install the
// npm library. Tests that need a missing reference are skipped, or fail under CI.
//
// All intentional differences from the document are in the table deviations.
package conformance
