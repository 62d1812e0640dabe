// Package scenarios holds the scenarios that ship with vitalsim. They are
// plain YAML files, meant to be read and copied.
package scenarios

import "embed"

// FS holds every shipped scenario, as NAME.yaml.
//
//go:embed *.yaml
var FS embed.FS
