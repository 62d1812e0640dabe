package wire

import "github.com/vitalsim/vitalsim/simulator/vital"

// ResourceNames returns the names in events of the resources for which keep returns
// true, in the order of the catalogue; nil keeps all.
func ResourceNames(keep func(vital.ResourceID) bool) (names []string) {
	for _, r := range vital.Resources {
		if keep == nil || keep(r.ID) {
			names = append(names, r.Name)
		}
	}
	return names
}
