package wire

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

var rawResources = []vital.ResourceID{
	vital.ResourceActivity, vital.ResourceSleep, vital.ResourceWorkouts, vital.ResourceBody, vital.ResourceProfile, vital.ResourceDevice,
}

// RawResources returns the resources with a raw endpoint, by their segment in its
// path, which is also the key of the answer's envelope (vital.md 2.4).
func RawResources() []string {
	paths := make([]string, len(rawResources))
	for i, resource := range rawResources {
		paths[i] = resource.Row().Path
	}
	return paths
}

// RawResource returns the resource with a raw endpoint by its segment in the path.
func RawResource(path string) (vital.ResourceID, bool) {
	i := slices.Index(RawResources(), path)
	if i < 0 {
		return 0, false
	}
	return rawResources[i], true
}
