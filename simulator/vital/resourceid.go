package vital

import (
	"fmt"
	"strconv"
)

// A ResourceID is the number of a resource in the catalogue. It is part of the
// ids of records, so a resource keeps its number for ever. As text it is the
// resource's name in events. The zero value is no resource.
type ResourceID uint16

// ResourceDevice is the number of a device in ids. It is no row of Resources:
// devices have events of their own.
const ResourceDevice ResourceID = 128

// Row returns the resource's row of the catalogue, or nil for the zero value.
func (id ResourceID) Row() *Resource {
	if int(id) < len(byID) {
		return byID[id]
	}
	return nil
}

// String returns the resource's name in events.
func (id ResourceID) String() string {
	if r := id.Row(); r != nil {
		return r.Name
	}
	return "resource(" + strconv.Itoa(int(id)) + ")"
}

// MarshalText returns the resource's name in events.
func (id ResourceID) MarshalText() ([]byte, error) {
	if r := id.Row(); r != nil {
		return []byte(r.Name), nil
	}
	return nil, fmt.Errorf("there is no resource %d", id)
}

// UnmarshalText reads a resource's name in events.
func (id *ResourceID) UnmarshalText(text []byte) error {
	r, ok := byName[string(text)]
	if !ok {
		return fmt.Errorf("there is no resource %q", text)
	}
	*id = r.ID
	return nil
}

// device is the row of ResourceDevice.
var device = Resource{ID: ResourceDevice, Name: "device", Path: "devices"}

// byID has the row of each number.
var byID = numberResources()

func numberResources() []*Resource {
	rows := []*Resource{&Hypnogram, &device}
	for i := range Resources {
		rows = append(rows, &Resources[i])
	}
	var list []*Resource
	for _, r := range rows {
		for len(list) <= int(r.ID) {
			list = append(list, nil)
		}
		list[r.ID] = r
	}
	return list
}
